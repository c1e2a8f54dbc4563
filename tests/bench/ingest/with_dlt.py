"""The same job with dlt. `default`: dictionaries, each checked with a pydantic model in a map of the pipeline, bad rows dropped.
`arrow`: checked by us with the same model, reasons kept, handed over as pyarrow tables of 50,000 rows, dlt's fastest way in.
Prints what it took as JSON on the last line."""

import hashlib
import hmac
import json
import os
import re
import resource
import sys
import time
from datetime import datetime, timedelta
from typing import List, Literal, Optional

os.environ["RUNTIME__LOG_LEVEL"] = "ERROR"
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"

import dlt
import orjson
import pyarrow as pa
from pydantic import BaseModel, Field, StrictInt, StrictStr, ValidationError, model_validator

mode, file, out, key_hex = sys.argv[1:5]
KEY = bytes.fromhex(key_hex)
PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


class Answer(BaseModel):
    question_id: StrictStr = Field(min_length=1, max_length=200)
    metric: Optional[Literal["nps", "csat", "ces"]] = None
    about: Optional[StrictStr] = None
    score: Optional[StrictInt] = None
    scale_max: Optional[StrictInt] = None


class Customer(BaseModel):
    phone: Optional[StrictStr] = None
    email: Optional[StrictStr] = None
    unionid: Optional[StrictStr] = None


class Response(BaseModel):
    type: Literal["response"]
    response_id: StrictStr = Field(min_length=1, max_length=200)
    survey_id: StrictStr = Field(min_length=1, max_length=200)
    order_id: Optional[StrictStr] = None
    org_unit_id: Optional[StrictStr] = None
    touchpoint: Optional[StrictStr] = None
    status: Literal["completed", "partial", "dismissed"]
    customer: Optional[Customer] = None
    started_at: Optional[datetime] = None
    completed_at: datetime
    updated_at: Optional[datetime] = None
    answers: List[Answer]
    comment: Optional[StrictStr] = Field(default=None, max_length=20000)

    @model_validator(mode="after")
    def nps_in_range(self):
        nps = overall(self.answers, "nps")
        if nps is not None and not 0 <= nps <= 10:
            raise ValueError("expected an nps score from 0 to 10")
        return self


def overall(answers, metric):
    return next((one.score for one in answers if one.metric == metric and one.about is None), None)


def pseudonym(kind, value):
    if value is None:
        return None
    return hmac.new(KEY, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()[:32]


def row(record):
    customer = record.customer or Customer()
    version = record.updated_at or record.completed_at
    return {
        "event_id": "survey/" + record.response_id,
        "event_version": round(version.timestamp() * 1000),
        "business_date": (record.completed_at + timedelta(hours=8)).date().isoformat(),
        "survey_id": record.survey_id,
        "org_unit_id": record.org_unit_id,
        "touchpoint": record.touchpoint,
        "order_id": record.order_id,
        "phone_key": pseudonym("phone", customer.phone and "86" + customer.phone),
        "email_key": pseudonym("email", customer.email and customer.email.lower()),
        "unionid_key": pseudonym("unionid", customer.unionid),
        "started_at": record.started_at.replace(tzinfo=None),
        "completed_at": record.completed_at.replace(tzinfo=None),
        "nps_score": overall(record.answers, "nps"),
        "csat_score": overall(record.answers, "csat"),
        "comment": record.comment and PHONE.sub("[phone]", record.comment),
        "answers": orjson.dumps([one.model_dump() for one in record.answers]).decode(),
    }


rejects = []


def dictionaries():
    """One dictionary a line; a line that is no JSON is left out, as dlt leaves out what does not fit."""
    with open(file, "rb") as lines:
        for line in lines:
            try:
                yield orjson.loads(line)
            except orjson.JSONDecodeError:
                pass


def checked_row(record):
    """None, which dlt leaves out, for what does not fit the model."""
    try:
        return row(record if isinstance(record, Response) else Response.model_validate(record))
    except ValidationError:
        return None


def arrow_tables(size=50_000):
    rows = []
    with open(file, "rb") as lines:
        for line in lines:
            try:
                rows.append(row(Response.model_validate_json(line)))
            except ValidationError as error:
                rejects.append({"line": line.decode("utf8", "replace"), "problems": [one["msg"] for one in error.errors()]})
            if len(rows) == size:
                yield pa.Table.from_pylist(rows)
                rows = []
    if rows:
        yield pa.Table.from_pylist(rows)


began, used = time.perf_counter(), time.process_time()
pipeline = dlt.pipeline(
    "bench",
    pipelines_dir=out + "/state",
    destination=dlt.destinations.filesystem(bucket_url="file://" + out),
    dataset_name="lake",
)
if mode == "default":
    contract = {"tables": "evolve", "columns": "discard_value", "data_type": "discard_row"}
    source = dlt.resource(dictionaries(), name="survey_response", schema_contract=contract)
    source.add_map(checked_row)
else:
    source = dlt.resource(arrow_tables(), name="survey_response")
pipeline.run(source, loader_file_format="parquet")
if rejects:
    with open(out + "/rejects.ndjson", "w") as kept:
        kept.writelines(json.dumps(one) + "\n" for one in rejects)
children = resource.getrusage(resource.RUSAGE_CHILDREN)
print(
    json.dumps(
        {
            "cpuSeconds": time.process_time() - used + children.ru_utime + children.ru_stime,
            "wallSeconds": time.perf_counter() - began,
            "peakMib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "refused": len(rejects) if mode == "arrow" else None,
        }
    )
)
