package dev.vfr.recorder.capture.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the context of a process says that bears on a migration, in one line.
final class ContextFacts {

    private static final int LARGEST = 1 << 20;
    private static final Pattern LOCKED = Pattern.compile("(?m)^Max locked memory +(\\S+) +(\\S+)");
    private static final Pattern INTERPOSER = Pattern.compile("libvfr-interposer\\.so");
    private static final Pattern GUEST = Pattern.compile("^(?:guest=)?([^,]+)");
    private static final Pattern NAME = Pattern.compile("<name>([^<]{1,200})</name>");
    private static final Pattern HOSTDEV = Pattern.compile("(?s)<hostdev\\b.*?</hostdev>");
    private static final Pattern ALIAS = Pattern.compile("<alias name=['\"]([^'\"]{1,80})['\"]");
    private static final Pattern ADDRESS = Pattern.compile(
            "(?s)<source>.*?<address (?:uuid=['\"]([0-9a-fA-F-]{36})['\"]|domain=['\"]0x([0-9a-f]{4})['\"] bus=['\"]0x([0-9a-f]{2})['\"]"
                    + " slot=['\"]0x([0-9a-f]{2})['\"] function=['\"]0x([0-7])['\"])");

    private ContextFacts() {}

    static Optional<String> of(Classified file) {
        String name = file.file().name();
        try (InputStream in = Archive.content(file.file().file())) {
            String text = new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
            if (name.endsWith("/limits")) {
                Matcher locked = LOCKED.matcher(text);
                return locked.find()
                        ? Optional.of(file.what() + ": locked memory limited to " + locked.group(1) + " bytes")
                        : Optional.empty();
            }
            if (name.endsWith("/maps")) {
                return Optional.of(file.what() + ": vfr's interposer "
                        + (INTERPOSER.matcher(text).find() ? "loaded" : "not loaded"));
            }
            if (name.endsWith("/cmdline")) {
                return Optional.of(
                        file.what() + guest(text).map(vm -> ": VM " + vm).orElse(""));
            }
            return file.what().startsWith("the XML") ? Optional.of(file.what() + devices(text)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> guest(String commandLine) {
        List<String> words = Arrays.asList(commandLine.split("\0", -1));
        int at = words.indexOf("-name");
        if (at < 0 || at + 1 >= words.size()) {
            return Optional.empty();
        }
        Matcher guest = GUEST.matcher(words.get(at + 1));
        return guest.find() ? Optional.of(guest.group(1)) : Optional.empty();
    }

    private static String devices(String xml) {
        Matcher name = NAME.matcher(xml);
        String vm = name.find() ? " " + name.group(1) : "";
        TreeSet<String> found = new TreeSet<>();
        Matcher hostdev = HOSTDEV.matcher(xml);
        while (hostdev.find()) {
            Matcher address = ADDRESS.matcher(hostdev.group());
            if (address.find()) {
                Matcher alias = ALIAS.matcher(hostdev.group());
                found.add((alias.find() ? alias.group(1) : "hostdev") + " is " + address(address));
            }
        }
        return vm + found.stream().collect(Collectors.joining(", ", found.isEmpty() ? "" : ": ", ""));
    }

    private static String address(Matcher address) {
        return address.group(1) != null
                ? address.group(1)
                : address.group(2) + ":" + address.group(3) + ":" + address.group(4) + "." + address.group(5);
    }
}
