"""Real Kubernetes control planes without Docker, with simulated nodes and pods.

From a test (everything blocks: use `asyncio.to_thread` in async code; give every test process its own home):

    from argus.sandbox.cluster import Shape, delete_cluster, start_cluster, stop_cluster
    from argus.sandbox.component import kill_component, start_component
    from argus.sandbox.layout import cluster_paths

    kubeconfig = start_cluster(home, "bare", Shape(nodes=2))              # about 5 s, no workloads
    kubeconfig = start_cluster(home, "crds", Shape(crds=(folder,)))       # with CustomResourceDefinitions
    kubeconfig = start_cluster(home, "full", Shape(seed=True))            # the sample workloads and metrics-server

    paths = cluster_paths(home, "bare")
    kill_component(paths, "kube-apiserver")     # kill -9; also etcd, kube-controller-manager, kube-scheduler, ...
    start_component(paths, "kube-apiserver")    # returns before it is ready: poll
    stop_cluster(home, "bare")                  # start_cluster brings it back with its data and its ports
    delete_cluster(home, "bare")

Pods with the label `sandbox.argus.dev/behaviour` (crash-loop, image-pull, fail) misbehave in seeded clusters.
The binaries are built on first use and cached; see `binaries.py`. Progress for people is in `progress.py`.
"""
