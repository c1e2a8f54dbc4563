"""moto's server with the parts of Glue that Trino needs and moto lacks.

UpdateTable heeds VersionId: without it, two writers of one Iceberg table both succeed and rows of one are lost.
Column statistics are kept, and the list of functions is empty.
"""

from threading import Lock

from moto.core.responses import ActionResult, EmptyResult
from moto.glue.exceptions import GlueClientError
from moto.glue.responses import GlueResponse
from moto.server import main


class ConcurrentModification(GlueClientError):
    def __init__(self) -> None:
        super().__init__("ConcurrentModificationException", "The table was changed by another writer.")


class Statistics:
    """Column statistics of tables and partitions, by column name."""

    def __init__(self) -> None:
        self.by_owner: dict[tuple, dict[str, dict]] = {}

    def of(self, request: GlueResponse) -> dict[str, dict]:
        asked = request.parameters
        owner = asked["DatabaseName"], asked["TableName"], tuple(asked.get("PartitionValues", ()))
        return self.by_owner.setdefault(owner, {})


statistics = Statistics()
one_at_a_time = Lock()
update_blindly = GlueResponse.update_table


def update_table(request: GlueResponse):
    asked = request.parameters
    with one_at_a_time:
        expected = asked.get("VersionId")
        table = request.glue_backend.get_table(asked["DatabaseName"], asked["TableInput"]["Name"])
        if expected is not None and str(expected) != str(table._current_version):
            raise ConcurrentModification()
        return update_blindly(request)


def get_statistics(request: GlueResponse):
    known = statistics.of(request)
    found = [known[name] for name in request.parameters["ColumnNames"] if name in known]
    return ActionResult({"ColumnStatisticsList": found, "Errors": []})


def put_statistics(request: GlueResponse):
    statistics.of(request).update({entry["ColumnName"]: entry for entry in request.parameters["ColumnStatisticsList"]})
    return ActionResult({"Errors": []})


def delete_statistics(request: GlueResponse):
    statistics.of(request).pop(request.parameters["ColumnName"], None)
    return EmptyResult()


def no_functions(_request: GlueResponse):
    return ActionResult({"UserDefinedFunctions": []})


GlueResponse.update_table = update_table
GlueResponse.get_user_defined_functions = no_functions
for owner in ("table", "partition"):
    setattr(GlueResponse, f"get_column_statistics_for_{owner}", get_statistics)
    setattr(GlueResponse, f"update_column_statistics_for_{owner}", put_statistics)
    setattr(GlueResponse, f"delete_column_statistics_for_{owner}", delete_statistics)

main()
