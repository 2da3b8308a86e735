package dev.modeldock.formats;

import java.util.Arrays;

/**
 * Remembers which names were seen, eight bytes a name. Names are told apart by a 64-bit hash: among a million names two
 * different ones would be taken for the same once in some tens of millions of files, which keeping a million strings in
 * memory is not worth.
 */
final class LongSet {
    private long[] slots = new long[64];
    private int count;

    /** Remember a name; false when it was there before. */
    boolean add(CharSequence name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 32;
        hash *= 0x9e3779b97f4a7c15L;
        hash ^= hash >>> 29;
        if (count * 2 > slots.length) {
            grow();
        }
        return put(slots, hash == 0 ? 1 : hash) && ++count > 0;
    }

    int size() {
        return count;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        Arrays.stream(slots).filter(slot -> slot != 0).forEach(slot -> put(larger, slot));
        slots = larger;
    }

    private static boolean put(long[] slots, long hash) {
        int at = (int) hash & slots.length - 1;
        while (slots[at] != 0) {
            if (slots[at] == hash) {
                return false;
            }
            at = at + 1 & slots.length - 1;
        }
        slots[at] = hash;
        return true;
    }
}
