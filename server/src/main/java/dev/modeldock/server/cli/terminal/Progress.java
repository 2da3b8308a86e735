package dev.modeldock.server.cli.terminal;

import java.util.Locale;

/**
 * How far something has come: a bar that is drawn over itself on a terminal, and elsewhere a line each time that
 * a tenth is done or the phase is another one.
 */
public final class Progress implements AutoCloseable {
    private static final int BAR = 24;
    private static final int TENTHS = 10;

    private final Screen screen;
    private final String what;
    private String lastLine = "";
    private boolean drawn;

    /** @param what short: the name of what moves */
    public Progress(Screen screen, String what) {
        this.screen = screen;
        this.what = what.length() > 28 ? what.substring(0, 27) + "…" : what;
    }

    /**
     * How it stands.
     *
     * @param phase a word or two
     * @param total 0 when it is not known
     * @param speed bytes a second, 0 when nothing moves
     */
    public record At(String phase, long done, long total, long speed) {
        private int percent() {
            return total <= 0 ? 0 : (int) Math.min(100, done * 100.0 / total);
        }

        private String amount() {
            return total <= 0 ? Amounts.bytes(done) : Amounts.bytes(done) + " of " + Amounts.bytes(total);
        }

        private String left() {
            return speed <= 0 || total <= done ? "" : "  " + Amounts.duration((total - done) / speed) + " left";
        }

        private String rate() {
            return speed <= 0 ? "" : "  " + Amounts.bytes(speed) + "/s";
        }
    }

    /** Show how it stands now. */
    public void show(At at) {
        if (screen.isWatched()) {
            int full = at.percent() * BAR / 100;
            screen.draw(what + "  [" + "#".repeat(full) + "-".repeat(BAR - full) + "] "
                    + String.format(Locale.ROOT, "%3d%%", at.percent()) + "  " + at.amount() + at.rate() + at.left()
                    + "  " + at.phase());
            drawn = true;
            return;
        }
        String key = at.phase() + at.percent() / TENTHS;
        if (!key.equals(lastLine)) {
            lastLine = key;
            screen.hint(what + ": " + at.phase() + ", " + at.percent() + "%, " + at.amount() + at.rate());
        }
    }

    /** Leave the bar as it is and go to the next line. */
    @Override
    public void close() {
        if (drawn) {
            screen.hint("");
            drawn = false;
        }
    }
}
