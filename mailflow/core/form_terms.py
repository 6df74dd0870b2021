"""The table ``[form]`` of a policy file: the fields of its complaints form, and what a complaint is to say at least."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field as Where
from pydantic import StrictBool, StrictInt

from mailflow.core.written import Written

FieldId = Annotated[str, Where(pattern=r"^[a-z][a-z0-9_]*$")]
_Words = Annotated[str, Where(min_length=1)]


class FormField(Written):
    """A field of a complaints form.

    Attributes:
        id: The name that the answer is stored under.
        label: As the form prints it. Case, punctuation, numbering and what is in brackets do not matter.
        synonyms: Other labels of the same field.
        hints: What the blank form prints where the answer belongs (``Yes or No``): no answer.
        accepts: Words that answer it although they are labels of other fields too (``Email``).
        section: The heading that the label is looked for under first, where another field's label is the same word.
        long: The answer can have several paragraphs. A short one ends at an empty line.
        usual: A label that stands in any mail (a name, a telephone number), so that it makes no form by itself.
    """

    id: FieldId
    label: _Words
    synonyms: tuple[_Words, ...] = ()
    hints: tuple[_Words, ...] = ()
    accepts: tuple[_Words, ...] = ()
    section: str = ""
    long: StrictBool = False
    usual: StrictBool = False


class Ask(Written):
    """Something that a complaint is to say. Where it does not, the acknowledgement asks for it, once.

    Attributes:
        text: What the acknowledgement asks for, as an item of its list.
        fields: The form's fields that answer it.
        signs: Words in a mail without a form that show that it is said; ``investigat*`` stands for every ending.
        dates: A date, a weekday or a time in the mail shows it too.
        least_words: So many words in the mail show it too; 0: their number says nothing.
    """

    text: _Words
    fields: tuple[FieldId, ...] = ()
    signs: tuple[_Words, ...] = ()
    dates: StrictBool = False
    least_words: StrictInt = 0
    source: _Words


#: A complaints form as most organisations have it: for a policy that lists no fields of its own.
USUAL_FIELDS = (
    FormField(id="full_name", label="Full name", synonyms=("Name", "Your name", "Name of complainant"), usual=True),
    FormField(id="address", label="Address", synonyms=("Postal address", "Home address", "Your address"), usual=True),
    FormField(
        id="email",
        label="Email",
        synonyms=("E-mail", "Email address", "E-mail address", "Your email"),
        usual=True,
    ),
    FormField(
        id="telephone",
        label="Telephone",
        synonyms=("Telephone number", "Phone", "Phone number", "Tel", "Mobile", "Contact number"),
        usual=True,
    ),
    FormField(
        id="preferred_contact",
        label="Preferred method of contact",
        synonyms=("Preferred contact method", "Preferred contact", "How would you like us to contact you"),
        accepts=("Email", "E-mail", "Telephone", "Phone", "Mobile", "Tel", "Address"),
    ),
    FormField(
        id="relationship",
        label="Relationship to the child using the service",
        synonyms=("Relationship to the child", "Relationship to child", "Your relationship to the child"),
        hints=("Parent, carer, referrer, professional, other",),
    ),
    FormField(
        id="complaint_type",
        label="Type of complaint",
        synonyms=("Complaint type", "Type of your complaint", "Kind of complaint"),
    ),
    FormField(
        id="incident_date",
        label="Date of incident or issue",
        synonyms=("Date of incident", "Date of the incident", "Date of issue", "When did it happen"),
    ),
    FormField(
        id="staff_involved",
        label="Staff involved (if known)",
        synonyms=("Staff member involved", "Members of staff involved", "Who was involved"),
    ),
    FormField(
        id="description",
        label="Description of what happened",
        synonyms=("What happened", "Details of complaint", "Details of the complaint", "Details of your complaint"),
        long=True,
    ),
    FormField(
        id="why_concern",
        label="Why this caused concern",
        synonyms=("Why did this cause concern", "Why are you dissatisfied", "Why you are dissatisfied"),
        long=True,
    ),
    FormField(
        id="previous_attempts",
        label="Previous attempts to resolve the issue informally",
        synonyms=("Previous attempts to resolve the issue", "What have you done so far"),
        long=True,
    ),
    FormField(
        id="evidence_attached",
        label="Evidence attached",
        synonyms=("Is evidence attached", "Supporting documents attached"),
        hints=("Yes or No", "Yes / No"),
    ),
    FormField(
        id="evidence_type",
        label="Type of evidence",
        synonyms=("Evidence type", "Kind of evidence"),
        hints=("Emails, reports, messages, screenshots, notes",),
    ),
    FormField(
        id="desired_outcome",
        label="Desired outcome",
        synonyms=(
            *("What outcome would you like", "Outcome sought", "What would you like us to do"),
            *("What you would like us to do", "What you would like us to consider or do"),
            "What you would like LCS to consider or do",
        ),
        long=True,
    ),
    FormField(
        id="declaration_name",
        label="Name",
        synonyms=("Print name", "Printed name"),
        section="Declaration",
        usual=True,
    ),
    FormField(id="declaration_signature", label="Signature", synonyms=("Signed",), section="Declaration", usual=True),
    FormField(id="declaration_date", label="Date", synonyms=("Date signed",), section="Declaration", usual=True),
)
#: What the usual form prints beside its labels.
USUAL_PRINT = (
    *("Complaint form", "Complaints form", "Your details", "Supporting information", "Item", "Information required"),
    *("Item / Information required", "Please complete as fully as possible.", "Please describe your concern clearly."),
    "This information helps us understand the context and enables us to respond promptly.",
    "Please complete as fully as possible. "
    "This information helps us understand the context and enables us to respond promptly.",
    "Include dates, times, and locations where relevant.",
    "Please describe your concern clearly. Include dates, times, and locations where relevant.",
    "You may include any documents that support your concern.",
    "Please tell us what outcome you believe would resolve your concern.",
    "I confirm that the information provided is accurate to the best of my knowledge.",
)


class Form(Written):
    """A policy's complaints form, and what it asks of every complaint.

    Attributes:
        fields: In the form's order; the usual ones where a policy lists none.
        printed: Headings and instructions of the blank form. They end the answer above them and are no part of it. The
            usual ones where a policy lists none.
        asks: What a complaint is to say at least.
        asks_at: The stages whose acknowledgement asks; none given: the stage that the complaint opens.
    """

    fields: tuple[FormField, ...] = USUAL_FIELDS
    printed: tuple[_Words, ...] = USUAL_PRINT
    asks: tuple[Ask, ...] = ()
    asks_at: tuple[_Words, ...] = ()
