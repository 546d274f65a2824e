package dev.vfr.samples.device;

import dev.vfr.samples.data.Binder;
import dev.vfr.samples.data.DataException;
import dev.vfr.samples.data.DataFolder;
import java.util.List;

/// The drivers that can be simulated: the files of the folder `drivers`.
public final class Drivers {

    private static final DataFolder FOLDER = new DataFolder("drivers");

    private Drivers() {}

    /// The name of every driver, in the order of its folder.
    public static List<String> names() {
        return FOLDER.names();
    }

    /// What a driver and its device do.
    ///
    /// @throws IllegalArgumentException where there is no driver of that name
    public static DeviceProfile named(String name) {
        try {
            return Binder.bind(FOLDER.read(name), DeviceProfile.class);
        } catch (DataException e) {
            throw new IllegalStateException(e);
        }
    }
}
