"""Who the person is: role, age, sex, place."""

from trials.catalogue.making import EVERYBODY, Asked, FactMaker, same_for_all
from trials.catalogue.words import lazy as _
from trials.eligibility.catalogue import Choice, FactGroup, FactKind, Tier

_make = FactMaker(FactGroup.PERSON)

FACTS = (
    _make.fact(
        "role",
        FactKind.CHOICE,
        Tier.EVERYDAY,
        _("Participant role"),
        Asked(
            _("Who are you looking for?"),
            why=_("Some studies also need donors, family members or people who are well again."),
        ),
        choices=(
            Choice("patient", _("Someone who is ill (a patient)"), _("Patient")),
            Choice("donor", _("Someone who would give cells (a donor)"), _("Donor")),
            Choice(
                "survivor", _("Someone who finished cancer treatment (a survivor)"), _("Survivor")
            ),
            Choice("sibling", _("A brother or sister of a patient"), _("Sibling")),
            Choice("parent_caregiver", _("A parent or caregiver"), _("Parent or caregiver")),
            same_for_all("healthy_volunteer", _("Healthy volunteer")),
            Choice(
                "relative_or_friend",
                _("Another relative or a friend of a patient"),
                _("Relative or friend"),
            ),
        ),
    ),
    _make.fact(
        "birth_date",
        FactKind.DATE,
        Tier.EVERYDAY,
        _("Date of birth"),
        Asked(
            _("When was the patient born?"),
            why=_("Most studies take people of certain ages only."),
            hint=_("If you would rather not give the date, the age is enough."),
        ),
        is_sensitive=True,
    ),
    _make.fact(
        "age_at_diagnosis",
        FactKind.AGE,
        Tier.EVERYDAY,
        _("Age at first diagnosis"),
        Asked(
            _("How old was the patient when the disease was first found?"),
            why=_("Some studies look at the age on that day, not at the age today."),
            hint=_("Years are enough. For a baby, give the months, weeks or days."),
        ),
    ),
    _make.fact(
        "diagnosis_date",
        FactKind.DATE,
        Tier.EVERYDAY,
        _("Date of first diagnosis"),
        Asked(
            _("When was the disease first found?"),
            why=_("It tells how old the patient was then and how long ago it was."),
            hint=_("The month and the year are enough."),
        ),
    ),
    _make.fact(
        "sex",
        FactKind.CHOICE,
        Tier.EVERYDAY,
        _("Sex"),
        Asked(
            _("Is the patient female or male?"),
            why=_("A few rules of studies are for only one of the two."),
        ),
        choices=(
            same_for_all("female", _("Female")),
            same_for_all("male", _("Male")),
        ),
    ),
    _make.yes_no(
        "pregnant",
        Tier.CLINIC,
        _("Pregnant or breastfeeding"),
        who=EVERYBODY,
        is_volatile=True,
        is_sensitive=True,
    ),
    _make.fact(
        "weight_kg",
        FactKind.NUMBER,
        Tier.RECORD,
        _("Weight"),
        Asked(
            _("How many kilograms does the patient weigh?"),
            why=_("Some medicines can only be given above a certain weight."),
            hint=_("22 pounds are about 10 kilograms."),
        ),
        unit="kg",
        is_volatile=True,
    ),
    _make.fact(
        "gestational_age_weeks",
        FactKind.NUMBER,
        Tier.RECORD,
        _("Gestational age at birth, or corrected age"),
        Asked(
            _("After how many weeks of pregnancy was the patient born?"),
            why=_("Some studies cannot take babies who were born very early."),
            hint=_("About 40 weeks is usual. Fewer than 37 means born early."),
        ),
        unit="weeks",
    ),
    _make.fact(
        "language",
        FactKind.CHOICE,
        Tier.EVERYDAY,
        _("Language"),
        Asked(
            _("In which language could you talk with a study team?"),
            why=_("A few studies use talks or tests that exist in English only."),
            hint=_("Choose English if you can talk in it, even if you prefer another language."),
        ),
        choices=(
            same_for_all("en", _("English")),
            same_for_all("es", _("Spanish")),
            same_for_all("other", _("Another language")),
        ),
    ),
    _make.fact(
        "location",
        FactKind.PLACE,
        Tier.EVERYDAY,
        _("Where the family lives or can travel to"),
        Asked(
            _("What is your ZIP code or country?"),
            why=_("To show the nearest hospitals first."),
            hint=_("No study is left out because of it."),
        ),
    ),
    _make.yes_no(
        "treated_at_site",
        Tier.EVERYDAY,
        _("Treated at the study's own hospital"),
        Asked(
            _("Is or was the patient treated at the study's hospital, for example St. Jude?"),
            why=_("Some studies are only for patients of their own hospital."),
        ),
    ),
)
