"""What the letters z and v print in English: the names of the zones that exports are most often written in.

Java 17 (``java.time.format.DateTimeFormatter``) prints these; the IANA files do not hold them all.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from formats.text.tzif import Period
from formats.text.zones import Zone, offset_id


class ZoneNames(NamedTuple):
    """The names of a zone."""

    standard: str
    """``CET``, letter z."""
    daylight: str
    """``CEST``."""
    generic: str
    """Letter v."""
    long_standard: str
    """``Central European Standard Time``, letters zzzz."""
    long_daylight: str
    long_generic: str
    """Letters vvvv."""


_TABLE = """
UTC|UTC|UTC|Coordinated Universal Time|Coordinated Universal Time|Coordinated Universal Time
  UTC UCT Universal Zulu Etc/UTC Etc/UCT Etc/Universal Etc/Zulu
GMT|GMT|GMT|Greenwich Mean Time|Greenwich Mean Time|Greenwich Mean Time
  GMT GMT0 Greenwich Etc/GMT Etc/GMT0 Etc/GMT+0 Etc/GMT-0 Etc/Greenwich Atlantic/Reykjavik Iceland
  Africa/Abidjan Africa/Dakar Africa/Bamako Africa/Monrovia
GMT|BST|BT|Greenwich Mean Time|British Summer Time|British Time
  Europe/London Europe/Belfast Europe/Guernsey Europe/Isle_of_Man Europe/Jersey GB GB-Eire
GMT|IST|IT|Greenwich Mean Time|Irish Standard Time|Irish Time
  Europe/Dublin Eire
WET|WEST|WET|Western European Standard Time|Western European Summer Time|Western European Time
  Europe/Lisbon Portugal Atlantic/Canary Atlantic/Madeira Atlantic/Faroe
CET|CEST|CET|Central European Standard Time|Central European Summer Time|Central European Time
  Europe/Amsterdam Europe/Andorra Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels
  Europe/Budapest Europe/Copenhagen Europe/Gibraltar Europe/Ljubljana Europe/Luxembourg Europe/Madrid
  Europe/Malta Europe/Monaco Europe/Oslo Europe/Paris Europe/Prague Europe/Rome Europe/San_Marino
  Europe/Sarajevo Europe/Skopje Europe/Stockholm Europe/Tirane Europe/Vaduz Europe/Vatican Europe/Vienna
  Europe/Warsaw Europe/Zagreb Europe/Zurich Poland Africa/Algiers Africa/Tunis
EET|EEST|EET|Eastern European Standard Time|Eastern European Summer Time|Eastern European Time
  Europe/Athens Europe/Bucharest Europe/Chisinau Europe/Helsinki Europe/Kiev Europe/Kyiv Europe/Riga
  Europe/Sofia Europe/Tallinn Europe/Vilnius Africa/Cairo Egypt Asia/Beirut Asia/Nicosia
MSK|MSD|MT|Moscow Standard Time|Moscow Summer Time|Moscow Time
  Europe/Moscow W-SU
TRT|TRST|TRT|Turkey Time|Turkey Summer Time|Turkey Time
  Europe/Istanbul Asia/Istanbul Turkey
WAT|WAST|WAT|West Africa Standard Time|West Africa Summer Time|West Africa Time
  Africa/Lagos Africa/Luanda Africa/Kinshasa
EAT|EAST|EAT|East Africa Time|Eastern African Summer Time|Eastern Africa Time
  Africa/Nairobi Africa/Addis_Ababa
CAT|CAST|CAT|Central Africa Time|Central African Summer Time|Central Africa Time
  Africa/Harare Africa/Maputo Africa/Lusaka
SAST|SAST|SAT|South Africa Standard Time|South Africa Summer Time|South Africa Time
  Africa/Johannesburg
NST|NDT|NT|Newfoundland Standard Time|Newfoundland Daylight Time|Newfoundland Time
  America/St_Johns Canada/Newfoundland
AST|ADT|AT|Atlantic Standard Time|Atlantic Daylight Time|Atlantic Time
  America/Halifax America/Puerto_Rico Canada/Atlantic Atlantic/Bermuda
EST|EDT|ET|Eastern Standard Time|Eastern Daylight Time|Eastern Time
  America/New_York America/Detroit America/Toronto America/Montreal America/Indiana/Indianapolis
  America/Indianapolis America/Kentucky/Louisville America/Panama America/Jamaica America/Cancun US/Eastern
  US/Michigan US/East-Indiana Canada/Eastern EST5EDT
CST|CDT|CT|Central Standard Time|Central Daylight Time|Central Time
  America/Chicago America/Winnipeg America/Regina America/Mexico_City America/Monterrey America/Costa_Rica
  America/Guatemala US/Central Canada/Central Mexico/General CST6CDT
MST|MDT|MT|Mountain Standard Time|Mountain Daylight Time|Mountain Time
  America/Denver America/Phoenix America/Boise America/Edmonton US/Mountain US/Arizona Canada/Mountain
  MST7MDT
PST|PDT|PT|Pacific Standard Time|Pacific Daylight Time|Pacific Time
  America/Los_Angeles America/Vancouver America/Tijuana US/Pacific Canada/Pacific PST8PDT
AKST|AKDT|AKT|Alaska Standard Time|Alaska Daylight Time|Alaska Time
  America/Anchorage America/Juneau US/Alaska
HST|HDT|HST|Hawaii-Aleutian Standard Time|Hawaii-Aleutian Daylight Time|Hawaii-Aleutian Time
  Pacific/Honolulu US/Hawaii
BRT|BRST|BRT|Brasilia Standard Time|Brasilia Summer Time|Brasilia Time
  America/Sao_Paulo America/Bahia America/Fortaleza America/Recife Brazil/East
ART|ARST|ART|Argentina Standard Time|Argentina Summer Time|Argentina Time
  America/Argentina/Buenos_Aires America/Buenos_Aires America/Argentina/Cordoba
CLT|CLST|CLT|Chile Standard Time|Chile Summer Time|Chile Time
  America/Santiago Chile/Continental
COT|COST|COT|Colombia Standard Time|Colombia Summer Time|Colombia Time
  America/Bogota
PET|PEST|PET|Peru Standard Time|Peru Summer Time|Peru Time
  America/Lima
VET|VEST|VET|Venezuela Time|Venezuela Summer Time|Venezuela Time
  America/Caracas
IST|IDT|IT|Israel Standard Time|Israel Daylight Time|Israel Time
  Asia/Jerusalem Asia/Tel_Aviv Israel
AST|ADT|AT|Arabian Standard Time|Arabian Daylight Time|Arabian Time
  Asia/Riyadh Asia/Kuwait Asia/Qatar Asia/Bahrain Asia/Baghdad
GST|GDT|GT|Gulf Standard Time|Gulf Daylight Time|Gulf Time
  Asia/Dubai Asia/Muscat
IRST|IRDT|IRT|Iran Standard Time|Iran Daylight Time|Iran Time
  Asia/Tehran Iran
PKT|PKST|PKT|Pakistan Standard Time|Pakistan Summer Time|Pakistan Time
  Asia/Karachi
IST|IDT|IT|India Standard Time|India Daylight Time|India Time
  Asia/Kolkata Asia/Calcutta Asia/Colombo
NPT|NPST|NPT|Nepal Time|Nepal Summer Time|Nepal Time
  Asia/Kathmandu Asia/Katmandu
BDT|BDST|BDT|Bangladesh Standard Time|Bangladesh Summer Time|Bangladesh Time
  Asia/Dhaka Asia/Dacca
ICT|ICST|ICT|Indochina Time|Indochina Summer Time|Indochina Time
  Asia/Bangkok Asia/Ho_Chi_Minh Asia/Saigon Asia/Phnom_Penh Asia/Vientiane
WIB|WIST|WIB|Western Indonesia Time|West Indonesia Summer Time|West Indonesia Time
  Asia/Jakarta
SGT|SGST|SGT|Singapore Standard Time|Singapore Summer Time|Singapore Time
  Asia/Singapore Singapore
MYT|MYST|MYT|Malaysia Time|Malaysia Summer Time|Malaysia Time
  Asia/Kuala_Lumpur
PST|PDT|PT|Philippine Standard Time|Philippine Summer Time|Philippine Time
  Asia/Manila
HKT|HKST|HKT|Hong Kong Standard Time|Hong Kong Summer Time|Hong Kong Time
  Asia/Hong_Kong Hongkong
CST|CDT|CT|China Standard Time|China Daylight Time|China Time
  Asia/Shanghai Asia/Chongqing Asia/Macau PRC
CST|CDT|CT|Taipei Standard Time|Taipei Daylight Time|Taipei Time
  Asia/Taipei
KST|KDT|KT|Korean Standard Time|Korean Daylight Time|Korean Time
  Asia/Seoul ROK
JST|JDT|JT|Japan Standard Time|Japan Daylight Time|Japan Time
  Asia/Tokyo Japan
AWST|AWDT|AWT|Australian Western Standard Time|Australian Western Daylight Time|Western Australia Time
  Australia/Perth Australia/West
ACST|ACDT|ACT|Australian Central Standard Time|Australian Central Daylight Time|Central Australia Time
  Australia/Adelaide Australia/Darwin Australia/North Australia/South
AEST|AEDT|AET|Australian Eastern Standard Time|Australian Eastern Daylight Time|Eastern Australia Time
  Australia/Sydney Australia/Melbourne Australia/Brisbane Australia/Hobart Australia/Canberra Australia/ACT
  Australia/NSW Australia/Queensland Australia/Tasmania Australia/Victoria
NZST|NZDT|NZT|New Zealand Standard Time|New Zealand Daylight Time|New Zealand Time
  Pacific/Auckland NZ Antarctica/McMurdo
WSST|WSDT|WST|Apia Standard Time|Apia Daylight Time|Apia Time
  Pacific/Apia
"""
"""A line of the six names, in the order of ``ZoneNames``, then indented the zones that bear them."""


def _by_zone(table: str) -> dict[str, ZoneNames]:
    found = re.findall(r"^(\S.*)\n((?:  .*\n)+)", table, re.MULTILINE)
    return {zone: ZoneNames(*line.split("|")) for line, zones in found for zone in zones.split()}


ZONE_NAMES = _by_zone(_TABLE)


def names_of(zone: Zone) -> ZoneNames | None:
    """Find the names of a zone; None when they are not known here. An offset is its own name."""
    if zone.id in ZONE_NAMES:
        return ZONE_NAMES[zone.id]
    if zone.fixed:
        return ZoneNames(*[zone.id] * 6)
    if zone.id.startswith("Etc/GMT"):
        return ZoneNames(*["GMT" + offset_id(zone.periods[0].offset)] * 6)
    return None


def zone_name(names: ZoneNames, period: Period, letter: str, count: int) -> str:
    """Give what z or v, so many times, prints in this period."""
    match letter, count == 4:
        case "v", False:
            return names.generic
        case "v", True:
            return names.long_generic
        case _, False:
            return names.daylight if period.daylight else names.standard
        case _:
            return names.long_daylight if period.daylight else names.long_standard
