"""The program that changes pods, which the others rely on: it stops when it is told to, and leaves none away."""

from argus.sandbox.layout import ClusterPaths
from bench.etcd import Etcd, etcd_url
from bench.instruments import Changes
from bench.sets import STORED_PODS
from tests.faults.truth import eventually

RATE = 500.0
AWAY_SECONDS = 30.0


def test_pods_that_are_away_come_back_with_the_end_and_not_when_it_stops(bulk: ClusterPaths) -> None:
    pods = STORED_PODS.encode()
    with Etcd(url := etcd_url(bulk)) as etcd:
        all_of_them = list(etcd.under(pods))
        with Changes(url, RATE) as changes:
            eventually(lambda: etcd.count(pods) < len(all_of_them), AWAY_SECONDS, lambda: "none is taken away")
            made = changes.stop()
            left = list(etcd.under(pods))
            assert 0 < len(all_of_them) - len(left) <= made
            assert len(set(left) - set(all_of_them)) <= made
        back = list(etcd.under(pods))
        assert [pod.key for pod in back] == [pod.key for pod in all_of_them]
        assert set(left) <= set(back)
