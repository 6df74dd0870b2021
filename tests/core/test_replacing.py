"""A copy with some fields changed is what the standard library would have made."""

from __future__ import annotations

import dataclasses

import pytest

from mailflow.core.case import Status
from mailflow.core.mail import Address
from mailflow.core.replacing import replace
from tests.core.cast import case as opened


def test_a_copy_is_the_one_that_the_standard_library_makes() -> None:
    case = opened()
    changes = {"seq": case.seq + 1, "status": Status.CLOSED, "tags": ("late",)}
    ours = replace(case, **changes)  # type: ignore[arg-type]
    assert ours == dataclasses.replace(case, **changes) and ours != case  # type: ignore[arg-type]
    assert hash(ours) == hash(dataclasses.replace(ours))


def test_the_first_one_stays_as_it_was() -> None:
    one = Address(address="p@mail.example", name="P.")
    assert replace(one, name="").name == "" and one.name == "P."


def test_a_field_that_does_not_exist_is_refused() -> None:
    with pytest.raises(TypeError, match="no field 'nonsense'"):
        replace(Address(address="p@mail.example"), nonsense=1)  # type: ignore[call-arg]


@dataclasses.dataclass(frozen=True, slots=True)
class _Checked:
    number: int

    def __post_init__(self) -> None:
        assert self.number > 0


def test_a_class_that_checks_itself_is_left_to_the_standard_library() -> None:
    with pytest.raises(AssertionError, match="unchecked"):
        replace(_Checked(1), number=2)
