package dev.vfr.samples.scenario;

import dev.vfr.samples.data.DataException;
import dev.vfr.samples.data.DataFolder;
import dev.vfr.samples.data.Node;
import java.util.List;
import java.util.Optional;

/// The library of scenarios: the files of the folder `scenarios`. Nothing is read before it is asked for.
public final class Scenarios {

    private static final DataFolder FOLDER = new DataFolder("scenarios");

    private Scenarios() {}

    /// The name of every scenario, in the order in which a newcomer should try them.
    public static List<String> names() {
        return FOLDER.names();
    }

    /// Every scenario, in the order of [#names].
    public static List<Scenario> all() {
        return names().stream().map(Scenarios::ours).toList();
    }

    public static Optional<Scenario> named(String name) {
        return names().contains(name) ? Optional.of(ours(name)) : Optional.empty();
    }

    /// What the file of a scenario of ours holds, as it is written.
    ///
    /// @param name one of [#names]
    public static Node data(String name) {
        try {
            return FOLDER.read(name);
        } catch (DataException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The text of the file of a scenario of ours.
    ///
    /// @param name one of [#names]
    public static String text(String name) {
        return FOLDER.text(name);
    }

    /// The scenario that `data` holds.
    ///
    /// @throws DataException where it holds none
    public static Scenario of(String name, Node data) throws DataException {
        return ScenarioFile.scenario(name, data);
    }

    /// The scenario that `data` holds with `settings` in it. Nothing is expected of it any more.
    ///
    /// @throws DataException where it holds none then
    public static Scenario of(String name, Node data, List<Setting> settings) throws DataException {
        Node changed = data;
        for (Setting setting : settings) {
            changed = setting.over(changed);
        }
        return of(name, changed).changedBy(settings);
    }

    private static Scenario ours(String name) {
        try {
            return of(name, data(name));
        } catch (DataException e) {
            throw new IllegalStateException(e);
        }
    }
}
