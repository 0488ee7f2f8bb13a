# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The OpenAPI 3.1 document, made from the routes and schemas that run."""

import json
import re
import shlex
from urllib.parse import urlencode

from pydantic.json_schema import models_json_schema

from . import meanings
from .dispatcher import ROUTING_TYPE
from .limiter import WINDOW
from .problems import TITLES
from .schemas import ProblemDocument

REF = "#/components/schemas/{model}"
ARGUMENT = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
TYPES = {"int": "integer", "float": "number"}
WITH_KEY = {
    "401": "No key, or one that is not known or has expired",
    "403": "The key, its address or its user may not",
    "409": "Others write the same at this moment",
    "429": "Too many calls; Retry-After tells when to come back",
}
WITH_BODY = {
    "400": "Not strict JSON, or wrong parameters",
    "413": "The body is too large",
    "415": "The body is not JSON",
    "422": "The body does not fit the schema, or what it asks for is refused",
}


def operations(routing_map):
    """Yield (path, arguments, method, Operation) of each route of ours."""
    for rule in routing_map.iter_rules():
        routing = rule.endpoint.routing
        if routing["type"] == ROUTING_TYPE and "ipai" in routing:
            arguments = [
                (name, TYPES.get(kind, "string")) for kind, name in ARGUMENT.findall(rule.rule)
            ]
            path = ARGUMENT.sub(r"{\2}", rule.rule)
            yield path, arguments, routing["methods"][0], routing["ipai"]


def document(found):
    """The whole document, but for where the server is.

    :param found: what ``operations`` yields.
    """
    found = sorted(found, key=lambda item: item[:1] + item[2:3])
    references, components = _schemas(found)
    paths = {}
    for path, arguments, method, operation in found:
        paths.setdefault(path, {})[method.lower()] = _operation(
            path, arguments, method, operation, references
        )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "IT operations center",
            "version": "1.0.0",
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
            },
        },
    }


def _schemas(found):
    """Return the reference of each (schema, mode), and the components."""
    wanted = {(ProblemDocument, "serialization")}
    for _path, _arguments, _method, operation in found:
        wanted |= {(operation.body, "validation"), (operation.query, "validation")}
        wanted |= {(operation.answer, "serialization")}
    return _schemas_of(pair for pair in wanted if pair[0])


def _schemas_of(pairs):
    models = sorted(pairs, key=lambda pair: (pair[0].__name__, pair[1]))
    references, definitions = models_json_schema(models, ref_template=REF)
    explained = {name: meanings.explained(name, one) for name, one in definitions["$defs"].items()}
    return references, {name: _without_defaults(schema) for name, schema in explained.items()}


def _without_defaults(value):
    """A schema whose defaults are told in words: a default makes generators ask for the field, or send null.

    >>> _without_defaults({"type": "string", "default": None})
    {'type': 'string'}
    >>> _without_defaults({"type": "boolean", "default": False, "description": "Try it."})
    {'type': 'boolean', 'description': 'Try it. When it is left out: false.'}
    """
    if isinstance(value, list):
        return [_without_defaults(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    made = {name: _without_defaults(inner) for name, inner in value.items()}
    if "default" in made and not isinstance(made["default"], dict):
        default = made.pop("default")
        if default not in (None, []):
            said = f"When it is left out: {json.dumps(default).strip(chr(34))}."
            made["description"] = f"{made.get('description', '')} {said}".strip()
    return made


def _operation(path, arguments, method, operation, references):
    made = {
        "operationId": _identifier(method, path),
        "summary": operation.summary,
        "responses": _responses(arguments, operation, references),
        "security": [] if operation.open else [{"bearer": []}, {"header": []}],
    }
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": meanings.of_path(name),
            "schema": {"type": kind},
        }
        for name, kind in arguments
    ]
    parameters += _query(operation)
    if operation.conditional:
        schema = {"type": "string", "description": "The ETag of the answer that you have."}
        parameters.append(_header("If-None-Match", schema))
    if operation.idempotent:
        schema = {
            "type": "string",
            "minLength": 8,
            "maxLength": 128,
            "pattern": "^[!#-~]+$",
            "description": "A call sent again with it is done once. Use a UUID.",
        }
        parameters.append(_header("Idempotency-Key", schema))
    if parameters:
        made["parameters"] = parameters
    if operation.body:
        schema = references[operation.body, "validation"]
        made["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    if not operation.open:
        made["x-ipai-scope"] = " or ".join(operation.scopes) or None
        made["x-ipai-limit"] = f"{operation.bucket}, in {WINDOW} seconds"
    return made


def _query(operation):
    if operation.query is None:
        return []
    schema = operation.query.model_json_schema()
    required = schema.get("required", [])
    return [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            "description": _sent(kind).get("description", ""),
            "schema": _sent(kind),
            **({"style": "form", "explode": False} if _sent(kind).get("type") == "array" else {}),
        }
        for name, kind in meanings.explained(operation.query.__name__, schema)
        .get("properties", {})
        .items()
    ]


def _header(name, schema):
    return {"name": name, "in": "header", "description": schema["description"], "schema": schema}


def _sent(schema):
    """The schema of a parameter as it can stand in an address, where there is no null.

    >>> _sent({"anyOf": [{"type": "integer"}, {"type": "null"}], "default": None, "title": "Port"})
    {'title': 'Port', 'type': 'integer'}
    """
    choices = [choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}]
    kept = {
        name: value
        for name, value in schema.items()
        if name != "anyOf" and (name, value) != ("default", None)
    }
    return kept | (choices[0] if len(choices) == 1 else {"anyOf": choices} if choices else {})


def _responses(arguments, operation, references):
    problem = references[ProblemDocument, "serialization"]
    content = {"schema": references[operation.answer, "serialization"]} if operation.answer else {}
    responses = {
        str(operation.status): {"description": "Done", "content": {"application/json": content}}
    }
    if operation.conditional:
        responses["200"]["headers"] = {"ETag": {"schema": {"type": "string"}}}
        responses["304"] = {"description": "The answer is the one that you have"}
    refusals = {"400": "Wrong parameters", "500": "Something went wrong here"}
    if not operation.open:
        refusals |= WITH_KEY
    if operation.scope:
        refusals["503"] = "The scope is switched off"
    if operation.body:
        refusals |= WITH_BODY
    if operation.bucket != "read":
        refusals["409"] = (
            "What it is about is in another state, or others write the same at this moment"
        )
    if operation.idempotent:
        refusals["409"] += ", or a call with this Idempotency-Key is running"
    if arguments:
        refusals["404"] = "There is no such thing"
    for status, title in (TITLES[slug] for slug in operation.refuses):
        refusals.setdefault(str(status), title)
    for status, description in sorted(refusals.items()):
        responses[status] = {
            "description": description,
            "content": {"application/problem+json": {"schema": problem}},
        }
    return responses


def _identifier(method, path):
    """
    >>> _identifier("GET", "/ipai/assets/{id}/links")
    'get_assets_id_links'
    """
    words = re.findall(r"\w+", path.removeprefix("/ipai"))
    return "_".join([method.lower(), *words])


def pages(made):
    """What the page for people shows of a document: one dictionary for each call."""
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            schema = _resolved(made, body.get("schema", {}))
            yield {
                "id": operation["operationId"],
                "area": path.split("/")[2] if path.startswith("/ipai/") else path.split("/")[1],
                "method": method.upper(),
                "path": path,
                "summary": operation["summary"],
                "open": not operation["security"],
                "scope": operation.get("x-ipai-scope"),
                "limit": operation.get("x-ipai-limit"),
                "parameters": [
                    {**parameter, "type": _type(parameter["schema"], made)}
                    for parameter in operation.get("parameters", [])
                ],
                "body": _rows(schema, made),
                "answer": _rows(_answered(made, operation), made),
                "answers": [
                    (status, answer["description"])
                    for status, answer in operation["responses"].items()
                ],
                "curl": curl(made, path, method, operation, schema),
            }


def _answered(made, operation):
    """The schema of the answer when all went well."""
    done = next(code for code in operation["responses"] if code.startswith("2"))
    content = operation["responses"][done].get("content", {}).get("application/json", {})
    return _resolved(made, content.get("schema", {}))


def curl(made, path, method, operation, schema):
    """A line for a shell; the key comes from the environment, not into its history."""
    parts = ["curl", "-sS"]
    if method != "get":
        parts += ["-X", method.upper()]
    words = [shlex.join(parts)]
    if operation["security"]:
        words.append('-H "Authorization: Bearer $IPAI_KEY"')
    if schema:
        sent = json.dumps(_sample(made, schema), ensure_ascii=False)
        words += ["-H 'Content-Type: application/json'", f"-d {shlex.quote(sent)}"]
    asked = urlencode(
        {
            parameter["name"]: _sample(made, parameter["schema"])
            for parameter in operation.get("parameters", [])
            if parameter["in"] == "query"
            and (parameter["required"] or "examples" in parameter["schema"])
        }
    )
    words.append(shlex.quote(made["servers"][0]["url"] + path + (f"?{asked}" if asked else "")))
    return " ".join(words)


def _resolved(made, schema):
    if "$ref" in schema:
        return made["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _rows(schema, made, before="", seen=()):
    """The fields of a schema and of the objects inside it, one dictionary each.

    >>> card = {"type": "object", "properties": {"mac": {"type": "string", "examples": ["02:00:00:aa:bb:01"]}}}
    >>> cards = {"anyOf": [{"type": "array", "items": {"$ref": "#/components/schemas/Card"}}, {"type": "null"}]}
    >>> made = {"components": {"schemas": {"Card": card}}}
    >>> [(row["name"], row["example"]) for row in _rows({"properties": {"cards": cards}}, made)]
    [('cards', ''), ('cards[].mac', '"02:00:00:aa:bb:01"')]
    """
    required, found = schema.get("required", []), []
    for name, kind in schema.get("properties", {}).items():
        examples = kind.get("examples", [])[:1]
        whole = f"{schema.get('title')}.{name}"
        if not examples and whole in meanings.EXAMPLES:
            examples = [meanings.EXAMPLES[whole]]
        found.append(
            {
                "name": before + name,
                "type": _type(kind, made),
                "required": name in required,
                "description": kind.get("description", ""),
                "example": json.dumps(examples[0], ensure_ascii=False) if examples else "",
            }
        )
        sign, inner = _object_inside(kind, made)
        if inner and inner.get("title") not in seen:
            path = f"{before}{name}{sign}."
            found += _rows(inner, made, path, (*seen, inner.get("title")))
    return found


def _object_inside(kind, made):
    """Return ("[]" where there are several, the schema of the object) that a field holds; ("", None) for a plain value."""
    for choice in kind.get("anyOf", [kind]):
        if choice.get("type") == "array":
            sign, inner = _object_inside(choice.get("items", {}), made)
            if inner:
                return f"[]{sign}", inner
        elif "properties" in _resolved(made, choice):
            return "", _resolved(made, choice)
    return "", None


def described(model, mode="validation"):
    """Return the rows of a schema by itself, as the page shows them: for a document that is written."""
    references, components = _schemas_of([(model, mode)])
    made = {"components": {"schemas": components}}
    return _rows(_resolved(made, references[model, mode]), made)


def refusals():
    """Return (code, status, title) of each refusal that this server can answer with, by code."""
    return sorted((code, status, title) for code, (status, title) in TITLES.items())


SAMPLES = {"date": "2026-12-15", "date-time": "2026-12-15T12:00:00Z"}
FORMATS = {"date-time": "date and time, RFC 3339", "date": "date, as in 2026-02-15"}


def _type(schema, made=None):
    """The type in words, with what is allowed.

    >>> _type({"anyOf": [{"type": "string"}, {"type": "null"}]})
    'string or null'
    >>> _type({"type": "array", "items": {"enum": ["a", "b"]}})
    'list of: a, b'
    >>> _type({"type": "integer", "minimum": 1, "maximum": 500}), _type({"type": "string", "maxLength": 64})
    ('integer from 1 to 500', 'string of at most 64 characters')
    """
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_type(choice, made) for choice in schema["anyOf"]))
    if "$ref" in schema:
        target = _resolved(made, schema) if made else {}
        return _type(target) if "enum" in target else schema["$ref"].rpartition("/")[2]
    if "enum" in schema:
        return ", ".join(str(value) for value in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    kind = schema.get("type", "any")
    if kind == "array":
        inner = schema.get("items", {})
        most = f"at most {schema['maxItems']} × " if "maxItems" in schema else ""
        return f"list of{':' if 'enum' in inner else ''} {most}{_type(inner, made)}"
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    bounds = [f"from {low}" if low is not None else "", f"to {high}" if high is not None else ""]
    if schema.get("maxLength"):
        bounds.append(f"of at most {schema['maxLength']} characters")
    return " ".join([kind, *filter(None, bounds)])


def _sample(made, schema):
    """A value that fits: examples first, then what is required."""
    schema = _resolved(made, schema)
    if "examples" in schema:
        return schema["examples"][0]
    kind = schema.get("type")
    if kind == "object":
        shown = [
            name
            for name, inner in schema.get("properties", {}).items()
            if name in schema.get("required", []) or "examples" in inner
        ]
        return {name: _sample(made, schema["properties"][name]) for name in shown}
    if kind == "array":
        return [_sample(made, schema["items"])]
    choices = [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
    if choices:
        return _sample(made, choices[0])
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("format") in SAMPLES:
        return SAMPLES[schema["format"]]
    return {"string": "text", "integer": 1, "number": 1.0, "boolean": True}.get(kind)
