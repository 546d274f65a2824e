package dev.vfr.ui.app;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.css.PseudoClass;
import javafx.scene.Scene;

/// Light or dark.
enum Theme {
    LIGHT,
    DARK;

    private static final PseudoClass DARK_CLASS = PseudoClass.getPseudoClass("dark");

    /// One style sheet a feature; the first one names the colours that the others use.
    private static final List<String> SHEETS = List.of(
            "/dev/vfr/ui/app/theme.css",
            "/dev/vfr/ui/draw/draw.css",
            "/dev/vfr/ui/verdict/verdict.css",
            "/dev/vfr/ui/events/events.css",
            "/dev/vfr/ui/inspector/inspector.css",
            "/dev/vfr/ui/findings/findings.css",
            "/dev/vfr/ui/transport/transport.css",
            "/dev/vfr/ui/app/app.css");

    Theme other() {
        return this == LIGHT ? DARK : LIGHT;
    }

    /// Dresses a scene, also one that wore the other theme.
    void dress(Scene scene) {
        Application.setUserAgentStylesheet(
                switch (this) {
                    case LIGHT -> new PrimerLight().getUserAgentStylesheet();
                    case DARK -> new PrimerDark().getUserAgentStylesheet();
                });
        scene.getStylesheets().setAll(SHEETS.stream().map(Theme::address).toList());
        scene.getRoot().pseudoClassStateChanged(DARK_CLASS, this == DARK);
    }

    private static String address(String resource) {
        return Objects.requireNonNull(Theme.class.getResource(resource), resource)
                .toExternalForm();
    }
}
