"""The people of a stage, as a policy asks for them: its panel, somebody new, and who is kept informed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt

from mailflow.core.written import Written

_Words = Annotated[str, Field(min_length=1)]


class Panel(Written):
    """Who hears the complaint at a stage: named with ``#panel``, else the stage's handlers where they make one.

    Attributes:
        size: How many sit on it.
        roles: Whose holders may sit on it; none given: any member of staff.
        independent: A role that one of them must hold.
        nobody_who: Who must not sit on it: whoever had any part in another stage, or only who decided there.
        required: An answer of this stage waits for its panel; else only the panel itself is checked.
    """

    size: Annotated[StrictInt, Field(ge=1, le=12)]
    roles: tuple[_Words, ...] = ()
    independent: _Words | None = None
    nobody_who: Literal["had a part", "decided"] = "had a part"
    required: StrictBool = True
    source: _Words


class SomebodyNew(Written):
    """Who must not deal with a stage, as far as there is anybody else.

    Attributes:
        nobody_who: Whoever dealt with the stage before or decided one; or only who decided.
    """

    nobody_who: Literal["had a part", "decided"] = "had a part"
    source: _Words


class Informs(Written):
    """Who is told that a stage begins, and that it is answered, although they have no more to do with it.

    Attributes:
        who_dealt_with: The stage that they dealt with.
    """

    who_dealt_with: _Words
    source: _Words
