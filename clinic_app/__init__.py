"""clinic_app: an offline-first clinic workstation and its county server."""

__version__ = "0.1.0"
