"""The same search by haystack-ai and by txtai: hybrid, in memory, over the release's sayings.

Both get our encoder's folder, loaded as they would load any other (sentence-transformers), and
their own settings otherwise. They are
installed for the benchmark only (`pip install ".[bench]"`); where one is missing the benchmark says
so and goes on without it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from knowledge.encoder.encoder import Vectors
from knowledge.encoder.load import load_sentences
from knowledge.index.release import Release
from knowledge.index.text import Analyser

Search = Callable[[str], Any]
MOST = 10
BATCH = 1000


def rivals(release: Release, *, say: Callable[[str], None]) -> dict[str, Search]:
    """Those that are installed, ready to answer, by name."""
    found: dict[str, Search] = {}
    for name, prepare in {"haystack-ai": with_haystack, "txtai": with_txtai}.items():
        try:
            found[name] = prepare(release)
        except ImportError as missing:
            say(f'没有装 {name}({missing.name}),这次不比;要比先运行 pip install ".[bench]"。')
    return found


def encode_with(release: Release) -> Callable[[list[str]], Vectors]:
    """Our encoder through the library, the features joined as its tokenizer wants them."""
    analyser = Analyser(release.analyser.lexicon)
    encoder = load_sentences(release.encoder_path)
    return lambda texts: encoder.encode([" ".join(analyser.features(text)) for text in texts])


def with_haystack(release: Release) -> Search:
    """InMemoryBM25Retriever and InMemoryEmbeddingRetriever, joined by reciprocal ranks."""
    from haystack import (  # type: ignore[import-not-found,unused-ignore]
        Document,
        Pipeline,
        component,
    )
    from haystack.components.joiners import (  # type: ignore[import-not-found,unused-ignore]
        DocumentJoiner,
    )
    from haystack.components.retrievers.in_memory import (  # type: ignore[import-not-found,unused-ignore]
        InMemoryBM25Retriever,
        InMemoryEmbeddingRetriever,
    )
    from haystack.document_stores.in_memory import (  # type: ignore[import-not-found,unused-ignore]
        InMemoryDocumentStore,
    )

    encode = encode_with(release)

    class Embedder:
        """Our encoder as a component of theirs."""

        def run(self, text: str) -> dict[str, list[float]]:
            return {"embedding": encode([text])[0].tolist()}

    Embedder.run = component.output_types(embedding=list[float])(Embedder.run)  # type: ignore[method-assign]
    store = InMemoryDocumentStore(embedding_similarity_function="dot_product")
    store.write_documents(
        [
            Document(id=str(number), content=saying.text, embedding=vector.tolist())
            for number, (saying, vector) in enumerate(
                zip(release.space.sayings, release.space.vectors, strict=True)
            )
        ]
    )
    pipeline = Pipeline()
    pipeline.add_component("embedder", component(Embedder)())
    pipeline.add_component("vectors", InMemoryEmbeddingRetriever(store, top_k=MOST))
    pipeline.add_component("words", InMemoryBM25Retriever(store, top_k=MOST))
    pipeline.add_component("joined", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=MOST))
    pipeline.connect("embedder.embedding", "vectors.query_embedding")
    pipeline.connect("vectors", "joined")
    pipeline.connect("words", "joined")
    return lambda text: pipeline.run({"embedder": {"text": text}, "words": {"query": text}})


def with_txtai(release: Release) -> Search:
    """An Embeddings index with its hybrid search on."""
    from txtai import Embeddings  # type: ignore[import-not-found,unused-ignore]

    encode = encode_with(release)

    def transform(texts: list[str]) -> Vectors:  # they accept a plain function only
        return encode(texts)

    index = Embeddings(method="external", transform=transform, hybrid=True, batch=BATCH)
    index.index((number, saying.text, None) for number, saying in enumerate(release.space.sayings))
    return lambda text: index.search(text, MOST)
