"""China's one time zone: invoice dates and everything shown are in it; the store keeps UTC."""

from __future__ import annotations

from zoneinfo import ZoneInfo

HOME = ZoneInfo("Asia/Shanghai")
