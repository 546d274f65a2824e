package dev.vfr.ui.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Views know view-models, view-models know the replay, and nobody looks back.
class RingsTest {

    private static final JavaClasses UI = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.vfr.ui");

    @Test
    void thePictureAndTheScalesKnowNoJavaFx() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.vfr.ui.picture..", "dev.vfr.ui.scale..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("javafx..")
                .check(UI);
    }

    @Test
    void viewModelsKnowNoScene() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Model")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.application..", "javafx.stage..")
                .check(UI);
    }

    @Test
    void onlyTheAppKnowsTheRecorder() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.vfr.ui.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.vfr.recorder..")
                .check(UI);
    }
}
