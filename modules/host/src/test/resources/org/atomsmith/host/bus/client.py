"""Calls the service as Cockpit's page on updates does: proxies of the objects, a reload, a change, its private connection.

usage: client.py ADDRESS METHOD [OPTION...]; prints a line for each thing that it sees
"""
import sys

from gi.repository import Gio, GLib

address, method, options = sys.argv[1], sys.argv[2], sys.argv[3:]
NAME = 'org.projectatomic.rpmostree1'
ROOT = '/org/projectatomic/rpmostree1'
PROPERTIES = 'org.freedesktop.DBus.Properties'
CLIENT = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
bus = Gio.DBusConnection.new_for_address_sync(
    address, CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)


def call(path, interface, member, arguments=None):
    return bus.call_sync(NAME, path, interface, member, arguments, None, Gio.DBusCallFlags.NONE, 20000, None).unpack()


def get_all(path, interface):
    return call(path, PROPERTIES, 'GetAll', GLib.Variant('(s)', (interface,)))[0]


objects = call(ROOT, 'org.freedesktop.DBus.ObjectManager', 'GetManagedObjects')[0]
print('objects', ' '.join(sorted(objects)))
call(ROOT + '/Sysroot', NAME + '.Sysroot', 'RegisterClient', GLib.Variant('(a{sv})', ({'id': GLib.Variant('s', 'test')},)))
sysroot = get_all(ROOT + '/Sysroot', NAME + '.Sysroot')
for deployment in sysroot['Deployments']:
    print('deployment', deployment['id'], deployment['version'], deployment['origin'], deployment['booted'])
system = call(ROOT + '/Sysroot', NAME + '.Sysroot', 'GetOS', GLib.Variant('(s)', (sysroot['Deployments'][0]['osname'],)))[0]
print('os', system, get_all(system, NAME + '.OS')['Name'])
call(ROOT + '/Sysroot', NAME + '.Sysroot', 'ReloadConfig')

loop = GLib.MainLoop()
changed = []
bus.signal_subscribe(NAME, PROPERTIES, 'PropertiesChanged', None, None, Gio.DBusSignalFlags.NONE,
                     lambda *event: changed.append(event[5].unpack()[0]))
flags = {option: GLib.Variant('b', True) for option in options if option != 'cancel'}
arguments = None if method.startswith('Download') else GLib.Variant('(a{sv})', (flags,))
peer_address = call(system, NAME + '.OS', method, arguments)[0]
print('again', call(system, NAME + '.OS', method, arguments)[0] == peer_address)
try:
    call(system, NAME + '.OS', 'Rollback', GLib.Variant('(a{sv})', ({},)))
except GLib.Error as error:
    print('other', Gio.DBusError.get_remote_error(error))
peer = Gio.DBusConnection.new_for_address_sync(peer_address, CLIENT, None, None)


def received(connection, sender, path, interface, signal, values):
    print(signal, *values.unpack())
    if signal == 'Finished':
        GLib.timeout_add(300, loop.quit)
    elif 'cancel' in options and signal == 'Message':
        peer.call_sync(None, '/', NAME + '.Transaction', 'Cancel', None, None, Gio.DBusCallFlags.NONE, 20000, None)


peer.signal_subscribe(None, NAME + '.Transaction', None, '/', None, Gio.DBusSignalFlags.NONE, received)
print('started', peer.call_sync(None, '/', NAME + '.Transaction', 'Start', None, None, Gio.DBusCallFlags.NONE, 20000, None).unpack()[0])
loop.run()
print('changed', ' '.join(sorted(set(changed))))
after = get_all(ROOT + '/Sysroot', NAME + '.Sysroot')
print('after', len(after['Deployments']), after['ActiveTransaction'])
for deployment in after['Deployments']:
    print('deployed', deployment['version'])
