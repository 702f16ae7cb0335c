"""Renders templates with stock Django, and with the filters and tags that Klaviyo adds to it.

Reads one JSON document {"jobs": [{"template": ..., "person": {...}, ...}], "now": seconds} from
standard input and writes a JSON list of texts. Written from Klaviyo's help pages, not from the
sandbox's engine.
"""
import json
import sys

import django
from django.conf import settings

settings.configure(
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    USE_TZ=True,
    TIME_ZONE="UTC",
)
django.setup()

from django.template import Context, Engine, Library, defaulttags  # noqa: E402

document = json.load(sys.stdin)


class Frozen(defaulttags.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(document["now"], tz)


defaulttags.datetime = Frozen
library = Library()


@library.filter
def lookup(value, key):
    if isinstance(value, dict):
        return value.get(key, "")
    try:
        return value[int(key)]
    except (TypeError, ValueError, IndexError, KeyError):
        return ""


@library.filter
def find_replace(value, pair):
    old, new = pair.split("|", 1)
    return str(value).replace(old, new)


@library.simple_tag
def unsubscribe_link():
    return "https://unsubscribe.invalid/"


engine = Engine(libraries={}, builtins=["django.template.defaulttags", "django.template.defaultfilters"])
engine.template_builtins.append(library)

compiled = {}
results = []
for job in document["jobs"]:
    person = job["person"]
    context = {"person": person}
    for name in ("first_name", "last_name", "email"):
        context[name] = person.get(name, "")
    try:
        source = job["template"]
        if source not in compiled:
            compiled[source] = engine.from_string(source)
        results.append(compiled[source].render(Context(context)))
    except Exception as failure:  # what Klaviyo answers with its one sentence
        results.append("REFUSED: %s: %s" % (type(failure).__name__, failure))
json.dump(results, sys.stdout)
