"""How to talk to one apiserver. The only importer of kubernetes_asyncio; knows no database and no HTTP framework."""
