package dev.modeldock.server.packs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.actions.catalogue.Architecture;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.packs.ActionPack;
import dev.modeldock.actions.packs.ActionPacks;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shipped is what lies in the folder of packs, and gets to where the dock reads it as it lies there. */
class PacksTest {
    private static final Path SOURCES = Path.of("packs");
    /** What the program does by itself; an operator's pack would go before that. */
    private static final Set<String> BUILT_IN = Set.of("annotations", "analytics", "augmentation");

    private final ShippedPacks shipped = ShippedPacks.read();

    @TempDir
    Path temp;

    @Test
    void theIndexIsWhatLiesThere() throws IOException {
        Set<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES, 2)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.equals(SOURCES.resolve("index"))) {
                    String mode = Files.isExecutable(file) ? "x " : "- ";
                    there.add(mode + SOURCES.relativize(file));
                }
            }
        }
        assertEquals(there, new TreeSet<>(Files.readAllLines(SOURCES.resolve("index"))));
        assertEquals(
                List.of("nvidia", "slurm"),
                shipped.all().stream().map(ShippedPack::name).toList());
    }

    @Test
    void aPackIsInstalledWithItsModesAndCanBeUsed() throws IOException {
        Path actions = temp.resolve("data/actions");
        for (ShippedPack pack : shipped.all()) {
            PackInstaller.Installed done = new PackInstaller(shipped, actions).install(pack.name(), false);
            assertEquals(actions.resolve(pack.name()), done.folder());
            assertTrue(done.configurable() && done.before().isEmpty());
            for (ShippedPack.File file : pack.files()) {
                Path source = SOURCES.resolve(pack.name()).resolve(file.name());
                Path target = done.folder().resolve(file.name());
                assertArrayEquals(Files.readAllBytes(source), Files.readAllBytes(target), file.name());
                assertEquals(Files.isExecutable(source), Files.isExecutable(target), file.name());
            }
        }
        for (ActionPacks.Installed each : new ActionPacks(actions).all()) {
            assertEquals("", each.fault(), each.name());
        }
        assertEquals(List.of("nvidia", "slurm"), names(actions));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> names = Files.list(directory)) {
            return names.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatIsThereStaysUnlessForcedAndSettingsStayThen() throws IOException {
        PackInstaller installer = new PackInstaller(shipped, temp);
        Path folder = installer.install("slurm", false).folder();
        Files.writeString(folder.resolve("settings"), "sbatch_options=--partition=mine\n");
        Files.writeString(folder.resolve("job.sh"), "my job\n");
        Problem there = assertThrows(DockException.class, () -> installer.install("slurm", false))
                .problem();
        assertEquals(Problem.CONFLICT, there);
        assertEquals("my job\n", Files.readString(folder.resolve("job.sh")));
        PackInstaller.Installed done = installer.install("slurm", true);
        assertEquals("sbatch_options=--partition=mine\n", Files.readString(folder.resolve("settings")));
        assertTrue(Files.readString(folder.resolve("job.sh")).startsWith("#!/bin/sh"));
        assertEquals("my job\n", Files.readString(done.before().orElseThrow().resolve("job.sh")));
        PackInstaller.Installed again = installer.install("slurm", true);
        assertEquals(List.of(".slurm.before", ".slurm.before-2", "slurm"), names(temp));
        assertEquals("my job\n", Files.readString(temp.resolve(".slurm.before/job.sh")), "what was kept stays");
        assertEquals(temp.resolve(".slurm.before-2"), again.before().orElseThrow());
        List<String> read =
                new ActionPacks(temp).all().stream().map(each -> each.name()).toList();
        assertEquals(List.of("slurm"), read, "what begins with a dot is no pack");
    }

    @Test
    void aNameThatIsNoneNamesTheNearest() {
        DockException refused =
                assertThrows(DockException.class, () -> new PackInstaller(shipped, temp).install("nvidai", true));
        assertEquals(Problem.NOT_FOUND, refused.problem());
        assertTrue(refused.getMessage().contains("the nearest is nvidia"), refused.getMessage());
        assertThrows(DockException.class, () -> shipped.get("../slurm"));
    }

    @Test
    void whatNobodyDoesIsOffered() {
        String offer = shipped.of("dino", "train").orElseThrow();
        assertTrue(offer.contains("The pack nvidia ") && offer.contains("actions install nvidia"), offer);
        assertTrue(shipped.of("detectnet_v2", "train").orElseThrow().contains("nvidia or slurm"));
        assertTrue(shipped.of("object_detection", "convert").isEmpty());
        assertTrue(shipped.of("annotations", "convert").isEmpty());
    }

    @Test
    void theNvidiaPackDoesAllThatItsContainersDo() throws IOException {
        new PackInstaller(shipped, temp).install("nvidia", false);
        ActionPack pack = new ActionPacks(temp).usable().findFirst().orElseThrow();
        Set<String> rows = new HashSet<>();
        for (String line : Files.readAllLines(SOURCES.resolve("nvidia/arguments.tsv"))) {
            String[] cells = line.split("\t");
            for (String architecture : line.startsWith("#") ? new String[0] : cells[3].split(" ")) {
                rows.add(architecture + " " + cells[0]);
            }
        }
        List<String> without = new ArrayList<>();
        for (Architecture each : Catalogue.tao().architectures()) {
            for (String action : each.actions()) {
                boolean called = rows.contains(each.name() + " " + action);
                assertFalse(BUILT_IN.contains(each.name()) && pack.does(each.name(), action), each.name());
                if (!BUILT_IN.contains(each.name()) && !(called && pack.does(each.name(), action))) {
                    without.add(each.name() + " " + action);
                }
            }
        }
        assertEquals(
                List.of("multitask_classification confmat"), without, "the service of the origin has no call for it");
    }
}
