package dev.modeldock.sources.github;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What of this source may know what, held against its compiled classes. */
class ArchitectureTest {
    private static final String GIT = "dev.modeldock.sources.github.git";
    private static final JavaClasses SOURCE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.modeldock.sources.github");

    @Test
    void theRulesSeeTheWholeSource() {
        assertTrue(SOURCE.size() >= 35, "only " + SOURCE.size() + " classes were found");
    }

    @Test
    void onlyOnePackageKnowsJGit() {
        noClasses()
                .that()
                .resideOutsideOfPackage(GIT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jgit..")
                .check(SOURCE);
    }

    @Test
    void itSeesOnlyTheSpiOfTheHouse() {
        noClasses()
                .should()
                .dependOnClassesThat(Predicates.resideInAPackage("dev.modeldock..")
                        .and(DescribedPredicate.not(
                                Predicates.resideInAnyPackage("dev.modeldock.spi", "dev.modeldock.sources.github.."))))
                .check(SOURCE);
    }

    @Test
    void theNetworkIsTheHosts() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.http.HttpClient")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\.(Socket|URLConnection|HttpURLConnection)")
                .check(SOURCE);
    }

    @Test
    void noPackageCycles() {
        slices().matching("dev.modeldock.sources.(**)")
                .should()
                .beFreeOfCycles()
                .check(SOURCE);
    }
}
