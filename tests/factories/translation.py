from trials.models import Translation


def make_translation(english: str, text: str, language: str = "es") -> Translation:
    return Translation.objects.create(english=english, text=text, language=language)
