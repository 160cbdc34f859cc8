"""Answers CheckAuthorization as polkit does: permits the actions that are named on the command line.

usage: polkit.py ADDRESS ACTION...
"""
import sys

from gi.repository import Gio, GLib

NAME = 'org.freedesktop.PolicyKit1'
INTERFACE = Gio.DBusNodeInfo.new_for_xml("""
<node><interface name="org.freedesktop.PolicyKit1.Authority"><method name="CheckAuthorization">
  <arg type="(sa{sv})" direction="in"/><arg type="s" direction="in"/><arg type="a{ss}" direction="in"/>
  <arg type="u" direction="in"/><arg type="s" direction="in"/><arg type="(bba{ss})" direction="out"/>
</method></interface></node>""").interfaces[0]
bus = Gio.DBusConnection.new_for_address_sync(
    sys.argv[1],
    Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)


def called(connection, sender, path, interface, method, arguments, invocation):
    (kind, details), action, _, flags, _ = arguments.unpack()
    granted = kind == 'system-bus-name' and details['name'].startswith(':') and flags == 1 and action in sys.argv[2:]
    invocation.return_value(GLib.Variant('((bba{ss}))', ((granted, False, {}),)))


bus.register_object('/org/freedesktop/PolicyKit1/Authority', INTERFACE, called, None, None)
Gio.bus_own_name_on_connection(bus, NAME, Gio.BusNameOwnerFlags.NONE, None, None)
GLib.MainLoop().run()
