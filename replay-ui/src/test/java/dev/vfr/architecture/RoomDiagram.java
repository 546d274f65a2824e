package dev.vfr.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Mermaid diagram of ARCHITECTURE.md: rooms with their packages, and arrows.
///
/// @param packages of each room
/// @param known what each room may know by its solid arrows and those of the rooms that it knows
/// @param doors what each room may know for itself alone, by its dotted arrows
record RoomDiagram(Map<String, List<String>> packages, Map<String, Set<String>> known, Map<String, Set<String>> doors) {

    private static final Pattern FENCE = Pattern.compile("```mermaid\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ROOM = Pattern.compile("^ *(\\w+)\\[\"(.*)\"]$", Pattern.MULTILINE);
    private static final Pattern ARROW =
            Pattern.compile("^ *(\\w+(?: & \\w+)*) (-->|-\\.->) (\\w+(?: & \\w+)*)$", Pattern.MULTILINE);

    /// The only diagram of a Markdown text.
    ///
    /// @throws IllegalArgumentException if there is none or more than one, or an arrow leads to no room
    static RoomDiagram of(String markdown) {
        Matcher fence = FENCE.matcher(markdown);
        if (!fence.find()) {
            throw new IllegalArgumentException("no mermaid diagram");
        }
        String text = fence.group(1);
        if (fence.find()) {
            throw new IllegalArgumentException("more than one mermaid diagram");
        }
        Map<String, List<String>> packages = new LinkedHashMap<>();
        for (Matcher room = ROOM.matcher(text); room.find(); ) {
            List<String> lines = List.of(room.group(2).split("<br/>", -1));
            packages.put(room.group(1), lines.subList(1, lines.size()));
        }
        Map<String, Set<String>> known = new LinkedHashMap<>();
        Map<String, Set<String>> doors = new LinkedHashMap<>();
        for (Matcher arrow = ARROW.matcher(text); arrow.find(); ) {
            Map<String, Set<String>> kind = arrow.group(2).equals("-->") ? known : doors;
            for (String from : arrow.group(1).split(" & ", -1)) {
                for (String to : arrow.group(3).split(" & ", -1)) {
                    if (!packages.containsKey(from) || !packages.containsKey(to)) {
                        throw new IllegalArgumentException("an arrow of no room: " + arrow.group());
                    }
                    kind.computeIfAbsent(from, _ -> new LinkedHashSet<>()).add(to);
                }
            }
        }
        return new RoomDiagram(packages, known, doors);
    }

    /// All that a room may know.
    Set<String> reach(String room) {
        Set<String> reached = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(known.getOrDefault(room, Set.of()));
        while (!open.isEmpty()) {
            String next = open.removeLast();
            if (reached.add(next)) {
                open.addAll(known.getOrDefault(next, Set.of()));
            }
        }
        if (reached.contains(room)) {
            throw new IllegalArgumentException("a circle through " + room);
        }
        reached.addAll(doors.getOrDefault(room, Set.of()));
        return reached;
    }

    /// The closed diagram as ArchUnit reads it.
    String toPlantUml() {
        StringBuilder text = new StringBuilder("@startuml\n");
        packages.forEach((room, names) -> {
            text.append('[').append(room).append(']');
            names.forEach(name -> text.append(" <<").append(name).append(">>"));
            text.append('\n');
        });
        packages.keySet()
                .forEach(room -> reach(room)
                        .forEach(other -> text.append('[')
                                .append(room)
                                .append("] --> [")
                                .append(other)
                                .append("]\n")));
        return text.append("@enduml\n").toString();
    }
}
