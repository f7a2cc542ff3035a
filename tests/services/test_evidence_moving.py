"""Moving evidence is a step of its custody: of a thing in the world, or of the whole vault to another store."""

from __future__ import annotations

from pathlib import Path

import pytest

from tawthiq.config.home import change_settings, create_home, load_home
from tawthiq.domain.errors import FaultsFound, InvalidValue, NotFound, Refused
from tawthiq.queries.audit import audit_ledger
from tawthiq.queries.evidence import item_shown
from tawthiq.records.ledger.models import Entry
from tawthiq.services.evidence.moving import move_vault, record_move
from tawthiq.vault.blobs import Vault, read
from tawthiq.vault.stores import FolderStore
from tests.conftest import Cast
from tests.services.vaults import add_note, blob_path, keys, make_vault


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return make_vault(tmp_path)


def test_a_thing_that_was_moved_is_a_step_of_custody(cast: Cast, vault: Vault, tmp_path: Path) -> None:
    item = add_note(cast.documenter, vault, tmp_path)
    where = {"from_where": "the office", "to_where": "the safe", "reason": "the office closes"}
    record_move(cast.documenter, item, **where)
    last = item_shown(cast.reviewer, item).custody[-1]
    assert (last.action, last.reason) == ("evidence moved", "from the office to the safe: the office closes")
    for actor, error in ((cast.outsider, NotFound), (cast.analyst, Refused)):
        with pytest.raises(error):
            record_move(actor, item, **where)
    with pytest.raises(InvalidValue, match="from where"):
        record_move(cast.documenter, item, **{**where, "to_where": " "})
    assert audit_ledger().faults == ()


def test_a_moved_vault_is_whole_there_before_the_home_points_to_it(
    cast: Cast, vault: Vault, tmp_path: Path
) -> None:
    items = [add_note(cast.documenter, vault, tmp_path, content=b"%d" % n) for n in range(3)]
    target, settled = FolderStore(tmp_path / "elsewhere"), list[int]()
    moved = move_vault(
        cast.administrator, vault, target, settle=lambda: settled.append(1), reason="a larger disk"
    )
    assert (moved.mirrored.held, moved.mirrored.sent, moved.items, settled) == (3, 3, 3, [1])
    assert b"".join(read(Vault(target, keys()), item_shown(cast.reviewer, items[1]).row.sha256)) == b"1"
    assert item_shown(cast.reviewer, items[0]).custody[-1].action == "evidence moved"
    with pytest.raises(Refused):
        move_vault(cast.documenter, vault, target, settle=lambda: None, reason="a larger disk")


def test_a_damaged_blob_stops_the_move(cast: Cast, vault: Vault, tmp_path: Path) -> None:
    item = add_note(cast.documenter, vault, tmp_path)
    path = blob_path(vault, item_shown(cast.reviewer, item).row.sha256)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    entries, settled = Entry.objects.count(), list[int]()
    with pytest.raises(FaultsFound, match="nothing was moved"):
        move_vault(
            cast.administrator, vault, FolderStore(tmp_path / "elsewhere"), settle=lambda: settled.append(1),
            reason="a larger disk",
        )  # fmt: skip
    assert (Entry.objects.count(), settled) == (entries, [])


def test_one_setting_changes_and_every_other_line_stays(tmp_path: Path) -> None:
    home = create_home(tmp_path / "home", organisation='An "Example"', zone="UTC", counting_rule="snhr-2019")
    before = (home.path / "tawthiq.toml").read_text().splitlines()
    change_settings(home.path, vault="s3://bucket/one?endpoint=https://host")
    assert load_home(home.path).vault == "s3://bucket/one?endpoint=https://host"
    after = (home.path / "tawthiq.toml").read_text().splitlines()
    assert len(after) == len(before) and sum(a != b for a, b in zip(after, before, strict=True)) == 1
