package dev.modeldock;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of the house, held against the compiled classes. */
class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.modeldock");

    @Test
    void theRulesSeeTheWholeHouse() {
        assertTrue(
                CORE.size() >= 20,
                "only " + CORE.size() + " classes were found: the rules below would pass on nothing");
    }

    @Test
    void theSpiImportsOnlyJavaAndItself() {
        classes()
                .that()
                .resideInAPackage("dev.modeldock.spi")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "dev.modeldock.spi")
                .check(CORE);
    }

    @Test
    void sqlIsSpokenOnlyByStoresAndTheDatabase() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.modeldock.database")
                .and()
                .haveSimpleNameNotEndingWith("Store")
                .and()
                .haveNameNotMatching(".*Store\\$.*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jdbi..", "java.sql..", "org.sqlite..")
                .check(CORE);
    }

    @Test
    void noPackageCycles() {
        slices().matching("dev.modeldock.(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void nothingPrintsToTheConsole() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CORE);
    }
}
