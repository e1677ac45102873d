"""Our records as HL7 FHIR R4 (4.0.1) resources. Pure: values in, JSON objects out; docs/fhir.md has the mapping."""
