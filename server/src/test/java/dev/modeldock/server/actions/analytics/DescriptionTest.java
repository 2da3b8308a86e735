package dev.modeldock.server.actions.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of many numbers; figures were checked with Python's own statistics. */
class DescriptionTest {
    @TempDir
    Path temp;

    private static Description of(double... values) {
        List<Tally.Entry<Double>> entries = new ArrayList<>();
        Arrays.stream(values).sorted().forEach(each -> entries.add(new Tally.Entry<>(each, 1)));
        return Description.of(entries);
    }

    @Test
    void quartilesLieBetweenNeighbours() {
        assertEquals(
                List.of(4.0, 2.5, 1.2909944487358056, 1.0, 1.75, 2.5, 3.25, 4.0),
                of(4, 1, 3, 2).values());
        assertEquals(
                List.of(5.0, 1.44, 1.186591757935306, 0.1, 0.7, 1.1, 2.3, 3.0),
                of(0.1, 0.7, 1.1, 2.3, 3.0).values());
        assertEquals(
                List.of(2.0, 1383.75, 542.7044545606752, 1000.0, 1191.875, 1383.75, 1575.625, 1767.5),
                of(1000, 1767.5).values());
    }

    @Test
    void oneNumberDeviatesFromNothing() {
        assertEquals(List.of(1.0, 7.0, Double.NaN, 7.0, 7.0, 7.0, 7.0, 7.0), of(7).values());
    }

    @Test
    void nothingIsNoNumber() {
        Description none = of();
        assertEquals(0, none.count());
        assertTrue(none.values().subList(1, 8).stream().allMatch(each -> each.isNaN()));
    }

    @Test
    void howOftenANumberIsThereCounts() {
        List<Tally.Entry<Double>> entries = List.of(new Tally.Entry<>(1.0, 3), new Tally.Entry<>(5.0, 2));
        assertEquals(of(1, 1, 1, 5, 5), Description.of(entries));
    }

    @Test
    void valuesThatWereWrittenToFilesAreDescribedAsThoseInMemory() throws Exception {
        Random random = new Random(3);
        for (int held : new int[] {1, 7, 64, 5000}) {
            List<List<Double>> groups = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            try (SpilledValues values = new SpilledValues(temp, held)) {
                for (int i = 0; i < 1000; i++) {
                    int group = i < 500 ? random.nextInt(2) : random.nextInt(3);
                    double value = random.nextInt(50) * 0.25;
                    groups.get(group).add(value);
                    values.add(group, value);
                }
                for (int group = 0; group < groups.size(); group++) {
                    double[] all =
                            groups.get(group).stream().mapToDouble(each -> each).toArray();
                    assertEquals(of(all), values.describe(group), "held " + held + ", group " + group);
                }
                assertEquals(0, values.describe(3).count());
            }
            assertEquals(0, temp.toFile().list().length);
        }
    }

    @Test
    void figuresAreRoundedHalfToEven() {
        assertEquals(0.12, Topics.rounded(0.125, 2));
        assertEquals(33.333, Topics.rounded(100 / 3.0, 3));
        assertEquals(-0.4, Topics.rounded(-0.35, 1));
    }

    @Test
    void aSampleIsTheSameEachTime() {
        assertEquals(10, Sample.of(1000, 10).cardinality());
        assertEquals(Sample.of(1000, 10), Sample.of(1000, 10));
        assertTrue(Sample.of(1000, 10).length() > 100);
        assertEquals(3, Sample.of(3, 10).cardinality());
        assertEquals(0, Sample.of(3, 0).cardinality());
    }
}
