package dev.modeldock.actions.status;

/** What the metrics of one result may take together: a hostile file is as long as it likes, a result is not. */
final class Room {
    /** In characters, or what they weigh: some 8 MB of JSON at the very most. */
    static final int MOST = 4 << 20;
    /** The longest name of a metric or a category; longer ones are no names. */
    static final int LONGEST_NAME = 1000;

    private static final int PER_NAME = 64;
    private static final int PER_POINT = 32;

    private long left = MOST;

    /** Whether there is room for a name; takes it. */
    boolean takeName(String name) {
        return name.length() <= LONGEST_NAME && take(PER_NAME + name.length());
    }

    /** Whether there is room for a point; takes it. */
    boolean takePoint() {
        return take(PER_POINT);
    }

    void giveBackName(String name) {
        left += PER_NAME + name.length();
    }

    private boolean take(int amount) {
        if (left < amount) {
            return false;
        }
        left -= amount;
        return true;
    }
}
