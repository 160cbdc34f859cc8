package org.atomsmith.host.bus;

import java.util.List;

/** What an object has, in the XML of D-Bus. */
final class Introspection {
    private Introspection() {}

    /**
     * Describes an object.
     *
     * @param children names of objects below it
     */
    static String xml(List<InterfaceDescription> interfaces, List<String> children) {
        StringBuilder xml = new StringBuilder("<!DOCTYPE node PUBLIC "
                + "\"-//freedesktop//DTD D-BUS Object Introspection 1.0//EN\"\n"
                + "\"http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd\">\n<node>\n");
        for (InterfaceDescription one : interfaces) {
            xml.append("  <interface name=\"").append(one.name()).append("\">\n");
            for (InterfaceDescription.Method method : one.methods()) {
                xml.append("    <method name=\"").append(method.name()).append("\">\n");
                arguments(xml, method.in(), " direction=\"in\"");
                arguments(xml, method.out(), " direction=\"out\"");
                xml.append("    </method>\n");
            }
            for (InterfaceDescription.Property property : one.properties()) {
                xml.append("    <property name=\"").append(property.name());
                xml.append("\" type=\"").append(property.type()).append("\" access=\"read\"/>\n");
            }
            for (InterfaceDescription.Signal signal : one.signals()) {
                xml.append("    <signal name=\"").append(signal.name()).append("\">\n");
                arguments(xml, signal.arguments(), "");
                xml.append("    </signal>\n");
            }
            xml.append("  </interface>\n");
        }
        for (String child : children) {
            xml.append("  <node name=\"").append(child).append("\"/>\n");
        }
        return xml.append("</node>\n").toString();
    }

    private static void arguments(StringBuilder xml, List<InterfaceDescription.Argument> arguments, String direction) {
        for (InterfaceDescription.Argument argument : arguments) {
            xml.append("      <arg name=\"").append(argument.name());
            xml.append("\" type=\"").append(argument.type()).append('"');
            xml.append(direction).append("/>\n");
        }
    }
}
