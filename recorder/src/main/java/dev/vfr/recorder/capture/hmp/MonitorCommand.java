package dev.vfr.recorder.capture.hmp;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A command typed at QEMU's monitor, as the command of QMP that does the same.
///
/// @param name in QMP
/// @param arguments as far as they say something of a migration
record MonitorCommand(String name, ObjectNode arguments) {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("migrate", "migrate"),
            Map.entry("migrate_incoming", "migrate-incoming"),
            Map.entry("migrate_cancel", "migrate_cancel"),
            Map.entry("migrate_continue", "migrate-continue"),
            Map.entry("migrate_start_postcopy", "migrate-start-postcopy"),
            Map.entry("migrate_recover", "migrate-recover"),
            Map.entry("migrate_pause", "migrate-pause"),
            Map.entry("migrate_set_parameter", "migrate-set-parameters"),
            Map.entry("migrate_set_capability", "migrate-set-capabilities"),
            Map.entry("migrate_set_downtime", "migrate_set_downtime"),
            Map.entry("migrate_set_speed", "migrate_set_speed"),
            Map.entry("stop", "stop"),
            Map.entry("s", "stop"),
            Map.entry("cont", "cont"),
            Map.entry("c", "cont"),
            Map.entry("quit", "quit"),
            Map.entry("q", "quit"),
            Map.entry("device_add", "device_add"),
            Map.entry("device_del", "device_del"),
            Map.entry("system_reset", "system_reset"),
            Map.entry("system_powerdown", "system_powerdown"),
            Map.entry("system_wakeup", "system_wakeup"));

    private static final Set<String> SIZES =
            Set.of("max-bandwidth", "avail-switchover-bandwidth", "max-postcopy-bandwidth");

    /// The command in `line`, empty where it says nothing of a migration.
    static Optional<MonitorCommand> of(String line) {
        String[] words = line.strip().split("\\s+", -1);
        String name = NAMES.get(words[0]);
        if (name == null) {
            return Optional.empty();
        }
        ObjectNode arguments = JsonMapper.shared().createObjectNode();
        switch (name) {
            case "migrate", "migrate-incoming", "migrate-recover" -> {
                String last = words[words.length - 1];
                if (words.length > 1 && !last.startsWith("-")) {
                    arguments.put("uri", last);
                }
            }
            case "migrate-set-parameters" -> {
                if (words.length > 2) {
                    setting(arguments, words[1], words[2]);
                }
            }
            case "migrate-set-capabilities" -> {
                if (words.length > 2) {
                    arguments
                            .withArray("/capabilities")
                            .addObject()
                            .put("capability", words[1])
                            .put("state", words[2].equals("on"));
                }
            }
            case "device_add" -> {
                if (words.length > 1) {
                    device(arguments, words[1]);
                }
            }
            case "device_del" -> {
                if (words.length > 1) {
                    arguments.put("id", words[1]);
                }
            }
            default -> {}
        }
        return Optional.of(new MonitorCommand(name, arguments));
    }

    private static void setting(ObjectNode arguments, String name, String value) {
        OptionalLong number = SIZES.contains(name)
                ? size(value)
                : value.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
        if (number.isPresent()) {
            arguments.put(name, number.getAsLong());
        } else {
            arguments.put(name, value);
        }
    }

    /// HMP counts a size without a unit in MiB.
    private static OptionalLong size(String value) {
        String digits = value.replaceAll("[A-Za-z]+$", "");
        if (!digits.matches("\\d{1,12}")) {
            return OptionalLong.empty();
        }
        int power = switch (value.substring(digits.length()).toUpperCase(java.util.Locale.ROOT)) {
            case "B" -> 0;
            case "K" -> 1;
            case "", "M" -> 2;
            case "G" -> 3;
            case "T" -> 4;
            default -> -1;
        };
        return power < 0 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits) << (10 * power));
    }

    private static void device(ObjectNode arguments, String words) {
        String[] parts = words.split(",", -1);
        arguments.put("driver", parts[0]);
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                arguments.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
    }
}
