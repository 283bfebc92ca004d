"""The API's description for people."""

from typing import Any

from kit.errors import Conflict, NotFound
from web.reference import Reference, all_refusals, reference

OPENAPI: dict[str, Any] = {
    "paths": {
        "/api/deals/{deal_id}/claims": {
            "post": {
                "tags": ["deals"],
                "summary": "Claim a deal",
                "x-role": "member",
                "parameters": [{"name": "deal_id", "in": "path", "required": True}],
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/x/NewClaim"}}}
                },
                "responses": {
                    "201": {
                        "description": "Done",
                        "content": {"application/json": {"schema": {"$ref": "#/x/OrderView"}}},
                    },
                    "409": {
                        "description": "`deal.sold_out`: Sold out; `deal.ended`: The deal ended"
                    },
                },
            }
        },
        "/api/brands": {
            "get": {
                "tags": ["brands"],
                "summary": "All brands",
                "x-role": "guest",
                "parameters": [],
                "responses": {
                    "200": {
                        "description": "Done",
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"$ref": "#/x/BrandView"}}
                            }
                        },
                    }
                },
            }
        },
    },
    "components": {
        "schemas": {
            "NewClaim": {
                "properties": {
                    "quantity": {"type": "integer", "minimum": 1, "maximum": 100, "default": 1},
                    "order": {"anyOf": [{"$ref": "#/x/OrderView"}, {"type": "null"}]},
                },
                "required": ["order"],
            }
        }
    },
}
ASYNCAPI: dict[str, Any] = {
    "components": {
        "schemas": {"Say": {"properties": {}, "description": "Say\n  something."}},
        "messages": {"Say": {"name": "say"}},
    },
    "operations": {
        "receive": {"messages": []},
        "send": {"messages": [{"$ref": "#/channels/live/messages/Say"}]},
    },
}


class DealEnded(Conflict):
    code = "deal.ended"
    title = "The deal ended"


def made() -> Reference:
    return reference(OPENAPI, ASYNCAPI, [NotFound, DealEnded, DealEnded])


def test_an_operation_says_its_role_body_answer_and_problems() -> None:
    (claim,) = made().groups["Deals"]
    assert (claim.method, claim.role, claim.body, claim.answer) == (
        "POST", "member", "NewClaim", "OrderView",
    )  # fmt: skip
    assert [problem.code for problem in claim.problems] == ["deal.sold_out", "deal.ended"]
    assert claim.anchor == "post-api-deals-deal_id-claims"


def test_a_list_is_told_apart_from_one_thing() -> None:
    (brands,) = made().groups["Brands"]
    assert (brands.answer, brands.is_list) == ("BrandView", True)


def test_each_problem_code_is_listed_once_in_order() -> None:
    assert [problem.code for problem in made().problems] == ["deal.ended", "not_found"]


def test_every_refusal_of_the_program_is_known() -> None:
    assert {Conflict, NotFound, DealEnded} <= set(all_refusals())


def test_a_field_says_its_type_and_bounds() -> None:
    claim = next(schema for schema in made().schemas if schema.name == "NewClaim")
    quantity, order = claim.fields
    assert (quantity.kind, quantity.note) == ("integer", "at least 1, at most 100, otherwise 1")
    assert not quantity.is_required
    assert (order.kind, order.schema) == ("OrderView or null", "OrderView")


def test_frames_are_named_by_their_tag() -> None:
    (say,) = made().sent
    assert (say.tag, say.schema, say.note) == ("say", "Say", "Say something.")
