package dev.modeldock.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of the house, held against everything that ends up in the jar. */
class ArchitectureTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.modeldock");

    @Test
    void theRulesSeeTheWholeHouse() {
        long ofServer = HOUSE.stream()
                .filter(each -> each.getPackageName().startsWith("dev.modeldock.server"))
                .count();
        assertTrue(ofServer >= 45, "only " + ofServer + " classes of the server were found");
        assertTrue(HOUSE.size() >= 70, "only " + HOUSE.size() + " classes were found");
    }

    @Test
    void onlyTheServerSpeaksHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.modeldock.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..", "picocli..")
                .check(HOUSE);
    }

    @Test
    void theServerSpeaksNoSql() {
        noClasses()
                .that()
                .resideInAPackage("dev.modeldock.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jdbi..", "java.sql..", "org.sqlite..")
                .check(HOUSE);
    }

    @Test
    void sourcesSeeOnlyTheSpiOfTheHouse() {
        noClasses()
                .that()
                .resideInAPackage("dev.modeldock.sources..")
                .should()
                .dependOnClassesThat(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage("dev.modeldock..")
                                .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                                                "dev.modeldock.spi..", "dev.modeldock.sources.."))))
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @Test
    void theServerNamesNoSource() {
        noClasses()
                .that()
                .resideInAPackage("dev.modeldock.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.modeldock.sources..")
                .check(HOUSE);
    }

    @Test
    void onlyTheCommandLineAndTheLogPrint() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.modeldock.server.cli")
                .should()
                .accessField(System.class, "out")
                .check(HOUSE);
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.modeldock.server.cli", "dev.modeldock.server.logs")
                .should()
                .accessField(System.class, "err")
                .check(HOUSE);
    }

    @Test
    void noPackageCycles() {
        slices().matching("dev.modeldock.server.(*)..")
                .should()
                .beFreeOfCycles()
                .check(HOUSE);
        slices().matching("dev.modeldock.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void thePartsOfTheServerDoNotKnowItsFrontDoor() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.modeldock.server.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.modeldock.server")
                .check(HOUSE);
    }
}
