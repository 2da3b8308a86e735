package dev.modeldock.transfers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.Await;
import dev.modeldock.fakes.Content;
import dev.modeldock.spi.RemoteFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that somebody waits for, while they come. */
@Timeout(60)
class HurryTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path temp;

    private final Place place = new Place();
    private final CountDownLatch go = new CountDownLatch(1);
    private Transfers transfers;
    private Shelf shelf;
    private Fetching fetching;

    @BeforeEach
    void open() throws Exception {
        transfers = new Transfers(
                new TransferLimits(Duration.ofMinutes(5), 4, Duration.ofSeconds(2)),
                0,
                new Transfers.Steps(MIB, Duration.ofMillis(2)));
        shelf = new Shelf(Files.createDirectories(temp.resolve("shelf")));
    }

    @AfterEach
    void close() throws Exception {
        go.countDown();
        fetching.giveUp();
        transfers.close();
        Await.until(
                "no thread of a pull is left", () -> Await.threads("fetching").isEmpty());
    }

    private RemoteFile held(String name) {
        RemoteFile file = place.file(name, Content.generated(name.hashCode(), 4 * MIB));
        place.then(name, asked -> {
            go.await();
            return asked.with(asked.body());
        });
        return file;
    }

    @Test
    void oneThatWaitsComesByAConnectionOfItsOwnWhenAllAreBusy() throws Exception {
        List<RemoteFile> files = new ArrayList<>(List.of(held("large-1"), held("large-2")));
        for (int i = 0; i < 20; i++) {
            files.add(place.file("small-" + i, Content.generated(i, 100 + i)));
        }
        fetching = Fetching.of(transfers, files, place.notInParts(), shelf, 2);
        Await.until(
                "the pull", () -> shelf.pull() != null && place.parts("large-2").size() == 1);
        shelf.pull().hurry("small-7");
        shelf.pull().hurry("small-9");
        shelf.pull().hurry("none");
        Await.until("both", () -> shelf.all().keySet().containsAll(List.of("small-7", "small-9")));
        assertEquals(2, shelf.all().size(), () -> "" + shelf.all().keySet());
        go.countDown();
        fetching.done();
        assertEquals(files.size(), shelf.all().size());
        shelf.pull().hurry("small-7");
        assertEquals(1, place.parts("small-7").size());
    }

    @Test
    void whatIsHereOfAFileCanBeReadWhileItComes() throws Exception {
        Content content = Content.generated(5, 4 * MIB);
        RemoteFile file = place.file("a", content);
        place.notInParts().then("a", asked -> asked.with(asked.body().silentAt(MIB + 7)));
        fetching = Fetching.of(transfers, List.of(file), place, shelf, 1);
        Await.until(
                "bytes", () -> shelf.growing("a") != null && shelf.growing("a").until(0) == MIB + 7);
        Growing growing = shelf.growing("a");
        assertEquals(MIB + 7, growing.until(MIB));
        assertEquals(2L * MIB, growing.until(2L * MIB));
        assertEquals(0, growing.beginnings());
        assertTrue(Files.size(growing.place()) >= MIB);
        assertFalse(fetching.isOver());
    }

    @Test
    void aFileWithWrongBytesTellsThatItBeginsAnew() throws Exception {
        Content content = Content.generated(6, 2 * MIB);
        Content wrong = Content.generated(7, 2 * MIB);
        RemoteFile file = place.file("a", content);
        place.notInParts().then("a", asked -> asked.with(asked.body(wrong, 0, wrong.size())), asked -> {
            go.await();
            return asked.with(asked.body());
        });
        fetching = Fetching.of(transfers, List.of(file), place, shelf, 1);
        Await.until(
                "it begins anew",
                () -> shelf.growing("a") != null && shelf.growing("a").beginnings() == 1);
        assertEquals(0, shelf.growing("a").until(0));
        go.countDown();
        fetching.done();
        shelf.assertHas(file, content);
    }
}
