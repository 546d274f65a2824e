package dev.vfr.recorder.report.html;

import dev.vfr.model.report.Report;
import java.util.List;

/// Names that fit: a device by the short name that people gave it, where it has one.
final class Names {

    private static final int SHORT = 12;

    private Names() {}

    /// @param name the device's name, or an alias
    static String device(Report report, String name) {
        return report.devices().stream()
                .filter(device -> device.name().equals(name))
                .map(device -> device(name, device.aliases()))
                .findFirst()
                .orElse(name);
    }

    static String device(String name, List<String> aliases) {
        return name.length() <= SHORT
                ? name
                : aliases.stream()
                        .filter(alias -> alias.length() <= SHORT)
                        .findFirst()
                        .orElse(name);
    }

    /// `QEMU 10.0.13` for `qemu-system-x86_64 10.0.13`.
    static String vmm(String vmm) {
        return vmm.startsWith("qemu-system-") ? "QEMU" + vmm.replaceFirst("^\\S+", "") : vmm;
    }

    /// The middle of a name that is too long is left out.
    static String cut(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most / 2 - 1))
                        + "…"
                        + text.substring(text.offsetByCodePoints(text.length(), -(most / 2)));
    }

    static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
