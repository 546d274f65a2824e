package dev.vfr.recorder.capture.hmp;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers with units as QEMU's monitor and virsh print them. Those with a fraction were rounded by who printed them.
final class Quantity {

    private static final Pattern SIZE = Pattern.compile("([\\d.,]+)\\s*([KMGTPE]?)(i?)B(?:/s)?");
    private static final Pattern KBYTES = Pattern.compile("([\\d.,]+)\\s*kbytes");
    private static final String POWERS = "KMGTPE";

    private Quantity() {}

    /// Bytes of `4.02 GiB`, `1018 kbytes`, `15 B`, `4096 bytes`.
    static OptionalLong bytes(String text) {
        Matcher kbytes = KBYTES.matcher(text);
        if (kbytes.lookingAt()) {
            return times(number(kbytes.group(1)), 1024);
        }
        Matcher size = SIZE.matcher(text);
        if (size.lookingAt()) {
            int power = size.group(2).isEmpty() ? 0 : POWERS.indexOf(size.group(2)) + 1;
            return times(number(size.group(1)), Math.pow(size.group(3).isEmpty() ? 1000 : 1024, power));
        }
        return text.contains("bytes") || text.matches("\\d+") ? whole(text) : OptionalLong.empty();
    }

    /// The whole number at the start of `text`.
    static OptionalLong whole(String text) {
        int end = 0;
        while (end < text.length() && end < 18 && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end == 0 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text.substring(0, end)));
    }

    /// The number at the start of `text`.
    static OptionalDouble number(String text) {
        int end = 0;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        try {
            return end == 0 ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text.substring(0, end)));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalLong times(OptionalDouble number, double unit) {
        double value = number.orElse(Double.NaN) * unit;
        return value >= 0 && value < Long.MAX_VALUE ? OptionalLong.of(Math.round(value)) : OptionalLong.empty();
    }
}
