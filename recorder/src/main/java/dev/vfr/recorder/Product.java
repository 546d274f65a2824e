package dev.vfr.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The product's name and version, as traces and `vfr --version` give them.
public final class Product {

    private static final String VERSION = read();

    private Product() {}

    /// Such as `0.1.0-SNAPSHOT`.
    public static String version() {
        return VERSION;
    }

    /// Who wrote a trace or a report, such as `vfr 0.1.0-SNAPSHOT`.
    public static String nameAndVersion() {
        return "vfr " + VERSION;
    }

    private static String read() {
        Properties properties = new Properties();
        try (InputStream in = Product.class.getResourceAsStream("product.properties")) {
            if (in == null) {
                throw new IllegalStateException("product.properties is not on the class path");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
