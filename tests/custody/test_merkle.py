"""Merkle trees."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from tawthiq.custody.merkle import EMPTY_ROOT, is_under_root, leaf_hash, proof_of, root_of

LEAVES = st.lists(st.binary(max_size=6), min_size=1, max_size=40)


def slow_root(leaves: list[bytes]) -> bytes:
    """The recursive definition of RFC 6962 §2.1, word for word."""
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + slow_root(leaves[:split]) + slow_root(leaves[split:])).digest()


@given(LEAVES)
def test_the_root_is_that_of_the_standard(leaves: list[bytes]) -> None:
    assert root_of([leaf_hash(leaf) for leaf in leaves]) == slow_root(leaves)


def test_no_leaves_have_the_empty_root() -> None:
    assert root_of([]) == EMPTY_ROOT == sha256(b"").digest()


@given(LEAVES, st.data())
def test_a_proof_leads_to_the_root_and_no_other_leaf_does(leaves: list[bytes], data: st.DataObject) -> None:
    hashes = [leaf_hash(leaf) for leaf in leaves]
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, root = proof_of(hashes, index), root_of(hashes)
    assert is_under_root(hashes[index], index=index, size=len(hashes), proof=proof, root=root)
    other = leaf_hash(leaves[index] + b"!")
    assert not is_under_root(other, index=index, size=len(hashes), proof=proof, root=root)
    assert not is_under_root(hashes[index], index=index, size=len(hashes), proof=[*proof, root], root=root)
    assert not is_under_root(hashes[index], index=len(hashes), size=len(hashes), proof=proof, root=root)
