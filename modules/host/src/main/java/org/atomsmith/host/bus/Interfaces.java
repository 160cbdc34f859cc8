package org.atomsmith.host.bus;

/** The interfaces that rpm-ostree publishes, by which Cockpit, GNOME Software and scripts know a host. */
final class Interfaces {
    static final String PREFIX = "org.projectatomic.rpmostree1";

    static final InterfaceDescription SYSROOT = InterfaceDescription.parse(PREFIX + ".Sysroot", """
            method RegisterClient options:a{sv}
            method UnregisterClient options:a{sv}
            method Reload
            method ReloadConfig
            method GetOS name:s -> object_path:o
            property Booted o
            property Path s
            property ActiveTransaction (sss)
            property ActiveTransactionPath s
            property AutomaticUpdatePolicy s
            property Deployments aa{sv}""");

    static final InterfaceDescription OS = InterfaceDescription.parse(PREFIX + ".OS", """
            method AutomaticUpdateTrigger options:a{sv} -> enabled:b transaction_address:s
            method GetDeploymentsRpmDiff deployid0:s deployid1:s -> result:a(sua{sv})
            method Deploy revision:s options:a{sv} -> transaction_address:s
            method GetCachedDeployRpmDiff revision:s packages:as -> result:a(sua{sv}) details:a{sv}
            method DownloadDeployRpmDiff revision:s packages:as -> transaction_address:s
            method Upgrade options:a{sv} -> transaction_address:s
            method GetCachedUpdateRpmDiff deployid:s -> result:a(sua{sv}) details:a{sv}
            method DownloadUpdateRpmDiff -> transaction_address:s
            method Rollback options:a{sv} -> transaction_address:s
            method ClearRollbackTarget options:a{sv} -> transaction_address:s
            method Rebase options:a{sv} refspec:s packages:as -> transaction_address:s
            method GetCachedRebaseRpmDiff refspec:s packages:as -> result:a(sua{sv}) details:a{sv}
            method DownloadRebaseRpmDiff refspec:s packages:as -> transaction_address:s
            method PkgChange options:a{sv} packages_added:as packages_removed:as -> transaction_address:s
            method SetInitramfsState regenerate:b args:as options:a{sv} -> transaction_address:s
            method InitramfsEtc track:as untrack:as untrack_all:b force_sync:b options:a{sv} -> transaction_address:s
            method KernelArgs existing_kernel_arg_string:s kernel_args_added:as kernel_args_replaced:as \
            kernel_args_removed:as options:a{sv} -> transaction_address:s
            method GetDeploymentBootConfig deployid:s is_pending:b -> bootconfig:a{sv}
            method Cleanup elements:as -> transaction_address:s
            method RefreshMd options:a{sv} -> transaction_address:s
            method UpdateDeployment modifiers:a{sv} options:a{sv} -> transaction_address:s
            method FinalizeDeployment options:a{sv} -> transaction_address:s
            property BootedDeployment a{sv}
            property DefaultDeployment a{sv}
            property RollbackDeployment a{sv}
            property CachedUpdate a{sv}
            property HasCachedUpdateRpmDiff b
            property Name s""");

    static final InterfaceDescription EXPERIMENTAL = InterfaceDescription.parse(PREFIX + ".OSExperimental", """
            method Moo utf8:b -> result:s
            method LiveFs options:a{sv} -> transaction_address:s""");

    static final InterfaceDescription TRANSACTION = InterfaceDescription.parse(PREFIX + ".Transaction", """
            method Cancel
            method Start -> started:b
            property Title s
            property InitiatingClientDescription s
            signal Finished success:b error_message:s
            signal Message text:s
            signal TaskBegin text:s
            signal TaskEnd text:s
            signal PercentProgress text:s percentage:u
            signal DownloadProgress time:(tt) outstanding:(uu) metadata:(uuu) delta:(uuut) content:(uu) transfer:(tt)
            signal SignatureProgress signature:av commit:s
            signal ProgressEnd""");

    static final InterfaceDescription INTROSPECTABLE =
            InterfaceDescription.parse("org.freedesktop.DBus.Introspectable", "method Introspect -> xml_data:s");

    static final InterfaceDescription PROPERTIES = InterfaceDescription.parse("org.freedesktop.DBus.Properties", """
            method Get interface_name:s property_name:s -> value:v
            method GetAll interface_name:s -> properties:a{sv}
            method Set interface_name:s property_name:s value:v
            signal PropertiesChanged interface_name:s changed_properties:a{sv} invalidated_properties:as""");

    static final InterfaceDescription PEER = InterfaceDescription.parse("org.freedesktop.DBus.Peer", """
            method Ping
            method GetMachineId -> machine_uuid:s""");

    static final InterfaceDescription OBJECTS = InterfaceDescription.parse("org.freedesktop.DBus.ObjectManager", """
            method GetManagedObjects -> object_paths_interfaces_and_properties:a{oa{sa{sv}}}
            signal InterfacesAdded object_path:o interfaces_and_properties:a{sa{sv}}
            signal InterfacesRemoved object_path:o interfaces:as""");

    private Interfaces() {}
}
