from datetime import UTC, datetime

from clinic_app.records.identifiers import new_id

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
ID = new_id(NOW)
