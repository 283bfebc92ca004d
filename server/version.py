"""The version, as it was installed."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("dealcast")
except PackageNotFoundError:
    VERSION = "0+unknown"
