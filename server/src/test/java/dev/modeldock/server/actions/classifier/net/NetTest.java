package dev.modeldock.server.actions.classifier.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetTest {
    private static final int IMAGES = 6;

    private static Net net(NetPlan plan, int batch, Team team) {
        Net net = new Net(plan, new Net.Making(batch, true, team));
        net.begin(3);
        Chance chance = Chance.of(5);
        for (float[] row : net.input()) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) (2 * chance.fraction() - 1);
            }
        }
        return net;
    }

    private static int[] wanted(int images, int classes) {
        return IntStream.range(0, images).map(i -> (i * 7 + 2) % classes).toArray();
    }

    private static double loss(Net net, int[] wanted) {
        net.forward(wanted.length);
        return Softmax.loss(net.scores(), wanted, 0.1).sum() / wanted.length;
    }

    @ParameterizedTest(name = "{0} colours, {1} pixels, {2} classes, batch {3}")
    @CsvSource({"1, 8, 3, 6", "3, 9, 5, 7", "3, 13, 2, 16"})
    void gradientsAreWhatASmallChangeOfEachNumberMakes(int colours, int size, int classes, int batch) {
        try (Team team = new Team(2, () -> {})) {
            Net net = net(new NetPlan(colours, size, List.of(5, 6), 7, classes), batch, team);
            int[] wanted = wanted(IMAGES, classes);
            net.forward(IMAGES);
            Softmax.loss(net, wanted, 0.1);
            net.backward(IMAGES);
            int checked = 0;
            for (Weights weights : net.weights()) {
                checked += checked(net, weights.rows(), weights.inputs(), wanted);
                checked += checked(net, weights.bias(), weights.outputs(), wanted);
            }
            assertTrue(checked > 100, "only " + checked + " numbers were looked at");
        }
    }

    /** A change may move a pixel over a bend of the rectifier: of all numbers a very few may differ. */
    private static int checked(Net net, Weights.Part part, int length, int[] wanted) {
        float change = 3e-4f;
        int off = 0;
        int count = 0;
        for (int row = 0; row < part.values().length; row++) {
            for (int i = 0; i < length; i += 1 + length / 20) {
                float value = part.values()[row][i];
                part.values()[row][i] = value + change;
                double up = loss(net, wanted);
                part.values()[row][i] = value - change;
                double down = loss(net, wanted);
                part.values()[row][i] = value;
                double slope = (up - down) / (2 * change);
                off += Math.abs(slope - part.gradients()[row][i]) > 0.002 + 0.03 * Math.abs(slope) ? 1 : 0;
                count++;
            }
        }
        assertTrue(off <= count / 20, off + " of " + count + " gradients are wrong");
        return count;
    }

    private static int trained(int threads, int batch, int images) {
        try (Team team = new Team(threads, () -> {})) {
            Net net = net(new NetPlan(3, 10, List.of(4, 8), 9, 4), batch, team);
            Schedule schedule = new Schedule(0.01, 12);
            for (int step = 1; step <= 12; step++) {
                net.forward(images);
                Softmax.loss(net, wanted(images, 4), 0);
                net.backward(images);
                new Adam(0.01).step(net, step, schedule.rate(step));
            }
            int hash = 1;
            for (Weights weights : net.weights()) {
                hash = 31 * hash + Arrays.deepHashCode(weights.rows().values());
                hash = 31 * hash + Arrays.deepHashCode(weights.bias().values());
                hash = 31 * hash + Arrays.deepHashCode(weights.rows().squares());
            }
            return hash;
        }
    }

    @Test
    void weightsAreTheSameWhateverTheNumberOfThreads() {
        int one = trained(1, 8, 8);
        assertEquals(one, trained(2, 8, 8));
        assertEquals(one, trained(5, 8, 8));
        assertNotEquals(one, trained(1, 8, 7));
    }

    @Test
    void aBatchThatIsNotFullIsAsGoodAsASmallOne() {
        try (Team team = new Team(1, () -> {})) {
            NetPlan plan = new NetPlan(1, 8, List.of(4), 6, 3);
            Net small = net(plan, 5, team);
            Net large = new Net(plan, new Net.Making(9, true, team));
            large.begin(3);
            for (int row = 0; row < small.input().length; row++) {
                Arrays.fill(large.input()[row], 99);
                System.arraycopy(small.input()[row], 0, large.input()[row], 0, 5);
            }
            for (Net net : List.of(large, small)) {
                net.forward(net.batch());
                Softmax.loss(net, wanted(net.batch(), 3), 0);
                net.backward(net.batch());
                // What an earlier batch has left behind must not be seen.
                net.forward(5);
                Softmax.loss(net, wanted(5, 3), 0);
                net.backward(5);
            }
            for (int i = 0; i < small.weights().size(); i++) {
                assertTrue(
                        Arrays.deepEquals(
                                small.weights().get(i).rows().gradients(),
                                large.weights().get(i).rows().gradients()),
                        "layer " + i);
            }
        }
    }

    @Test
    void whatTheCheckThrowsEndsTheWork() {
        class Stop extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }
        try (Team team = new Team(2, () -> {
            throw new Stop();
        })) {
            Net net = net(new NetPlan(1, 8, List.of(4), 6, 3), 4, team);
            assertThrows(Stop.class, () -> net.forward(4));
        }
    }

    @Test
    void theRateWarmsUpAndFallsToNothing() {
        Schedule schedule = new Schedule(0.5, 1000);
        assertEquals(0.005, schedule.rate(1), 1e-9);
        assertTrue(schedule.rate(50) > schedule.rate(49));
        assertTrue(schedule.rate(500) < schedule.rate(101));
        assertEquals(0, schedule.rate(1000), 1e-5);
        assertEquals(0.5, new Schedule(0.5, 1).rate(1), 1e-9);
    }

    @Test
    void chanceIsTheSameEverywhere() {
        // The first numbers of SplitMix64 from 0 on, as its authors print them, begin 0xE220A8397B1DCDAF.
        assertEquals(0xE220A8397B1DCDAFL >>> 11, (long) (Chance.of().fraction() * 0x1.0p53));
        int[] order = Chance.of(1, 2).order(100);
        int[] sorted = order.clone();
        Arrays.sort(sorted);
        assertTrue(Arrays.equals(IntStream.range(0, 100).toArray(), sorted));
        assertTrue(Arrays.equals(order, Chance.of(1, 2).order(100)));
        assertTrue(!Arrays.equals(order, Chance.of(2, 1).order(100)));
    }
}
