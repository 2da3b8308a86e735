package dev.modeldock.formats;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Walks the opcodes of one pickle, protocols 0 to 5 (https://docs.python.org/3/library/pickletools.html), and writes down
 * what it imports. Nothing is ever called.
 */
final class PickleWalker {
    static final long MAX_OPCODES = 100_000_000;

    private final LittleEndianReader in;
    private final PickleFindings findings;
    private final PickleMachine machine = new PickleMachine();
    private long opcodes;
    private long frameEnd;

    PickleWalker(LittleEndianReader in, PickleFindings findings) {
        this.in = in;
        this.findings = findings;
    }

    /** Walk to the STOP opcode; {@link Malformed} where Python would fail too, before or after some imports. */
    void walk(long maxOpcodes) throws IOException {
        int opcode;
        do {
            if (++opcodes > maxOpcodes) {
                throw new PickleTooLarge("it has more than " + maxOpcodes + " opcodes");
            }
            long start = in.position();
            opcode = in.u8();
            step(opcode);
            checkFrame(start);
        } while (opcode != '.');
    }

    /** No pickler writes an opcode over the end of its frame, and Python's two readers read such a one differently. */
    private void checkFrame(long start) throws PickleTooLarge {
        if (start < frameEnd && in.position() > frameEnd) {
            throw new PickleTooLarge("an opcode reaches over the end of its frame");
        }
    }

    private void frame(long length) {
        // A frame beyond the end of the file never ends, so that nothing is hidden by an absurd length.
        frameEnd = length < 0 || length > in.remaining() ? Long.MAX_VALUE : in.position() + length;
    }

    long opcodes() {
        return opcodes;
    }

    private void step(int opcode) throws IOException {
        switch (opcode) {
            case 'c' -> global(line(), line());
            case 'i' -> inst();
            case 0x93 -> stackGlobal();
            case 0x82 -> extension(1);
            case 0x83 -> extension(2);
            case 0x84 -> extension(4);
            case '(' -> machine.mark();
            case '0' -> machine.popOrMark();
            case '1' -> machine.popMark();
            case '2' -> machine.push(machine.peek());
            case 'p' -> machine.put(index());
            case 'q' -> machine.put(in.u8());
            case 'r' -> machine.put(in.u32());
            case 0x94 -> machine.memoize();
            case 'g' -> machine.get(index());
            case 'h' -> machine.get(in.u8());
            case 'j' -> machine.get(in.u32());
            default -> valueOrCall(opcode);
        }
    }

    private void valueOrCall(int opcode) throws IOException {
        switch (opcode) {
            case 'S' -> machine.push(PickleText.quoted(line()));
            case 'V' -> machine.push(PickleText.kept(line()));
            case 'X', 'T' -> text(in.u32(), opcode == 'T');
            case 'U', 0x8c -> text(in.u8(), false);
            case 0x8d -> text(in.u64(), false);
            case 'N', 0x88, 0x89, ')', ']', '}', 0x8f, 0x97 -> machine.push(PickleMachine.OPAQUE);
            case 'I', 'L', 'F', 'P' -> opaque(0, line());
            case 'K' -> opaque(1, null);
            case 'M' -> opaque(2, null);
            case 'J' -> opaque(4, null);
            case 'G' -> opaque(8, null);
            case 'C', 0x8a -> opaque(in.u8(), null);
            case 'B', 0x8b -> opaque(in.u32(), null);
            case 0x8e, 0x96 -> opaque(in.u64(), null);
            default -> stackOnly(opcode);
        }
    }

    private void stackOnly(int opcode) throws IOException {
        switch (opcode) {
            case 't', 'l', 'd', 0x91 -> replaceMarked(0);
            case 'o' -> replaceMarked(1);
            case 'e', 'u', 0x90 -> {
                machine.popMark();
                machine.peek();
            }
            case 'a', 'b' -> replace(2);
            case 's' -> replace(3);
            case 'R', 0x81, 0x86 -> replace(2);
            case 0x92, 0x87 -> replace(3);
            case 0x85, 'Q' -> replace(1);
            case 0x98 -> machine.peek();
            case '.' -> machine.pop();
            case 0x80 -> protocol(in.u8());
            case 0x95 -> frame(in.u64());
            default -> throw new Malformed("it has the unknown opcode 0x%02x".formatted(opcode));
        }
    }

    private static void protocol(int version) throws Malformed {
        if (version > 5) {
            throw new Malformed("its protocol is " + version + "; 0 to 5 are known");
        }
    }

    private void opaque(long bytes, byte[] line) throws IOException {
        if (line == null) {
            in.skip(bytes);
        }
        machine.push(PickleMachine.OPAQUE);
    }

    /** Take so many things and leave one, of which nothing is known. */
    private void replace(int count) throws IOException {
        machine.pop(count);
        machine.push(PickleMachine.OPAQUE);
    }

    private void replaceMarked(int least) throws IOException {
        if (machine.popMark() < least) {
            throw new Malformed("its stack is empty");
        }
        machine.push(PickleMachine.OPAQUE);
    }

    private void global(byte[] module, byte[] name) throws IOException {
        found(PickleText.name(module), PickleText.name(name));
        machine.push(PickleMachine.OPAQUE);
    }

    private void inst() throws IOException {
        found(PickleText.name(line()), PickleText.name(line()));
        machine.popMark();
        machine.push(PickleMachine.OPAQUE);
    }

    private void stackGlobal() throws IOException {
        Object name = machine.pop();
        Object module = machine.pop();
        if (module instanceof String m && name instanceof String n) {
            found(m, n);
        } else {
            findings.foundUnknown("computed at byte " + (in.position() - 1));
        }
        machine.push(PickleMachine.OPAQUE);
    }

    private void extension(int width) throws IOException {
        long code = 0;
        for (int i = 0; i < width; i++) {
            code |= (long) in.u8() << 8 * i;
        }
        findings.foundUnknown("extension " + code);
        machine.push(PickleMachine.OPAQUE);
    }

    /** No module has such a name, so Python stops there; but a module may make up any name that it is asked for. */
    private void found(String module, String name) throws Malformed {
        if (module.isEmpty() || isOdd(module)) {
            throw new Malformed("it imports from a module that cannot exist");
        }
        if (name.isEmpty() || isOdd(name)) {
            findings.foundOdd(module);
        } else {
            findings.found(module, name);
        }
    }

    private static boolean isOdd(String name) {
        return name.chars().anyMatch(Character::isISOControl);
    }

    private void text(long length, boolean signed) throws IOException {
        if (length > PickleText.MAX_TEXT || length < 0) {
            in.skip(signed ? (int) length : length);
            machine.push(PickleMachine.OPAQUE);
        } else {
            machine.push(new String(in.bytes((int) length), StandardCharsets.UTF_8));
        }
    }

    /** A line without its end; of a very long one only so much is kept that it is seen to be too long. */
    private byte[] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(32);
        int b;
        while ((b = in.u8()) != '\n') {
            if (line.size() <= PickleText.MAX_NAME) {
                line.write(b);
            }
        }
        return line.toByteArray();
    }

    /** A number of the memo in digits. Python takes some other spellings; they are not followed. */
    private long index() throws IOException {
        String digits = new String(line(), StandardCharsets.ISO_8859_1);
        if (!digits.matches("\\d{1,18}")) {
            throw new PickleTooLarge("it numbers what it remembers in an odd way");
        }
        return Long.parseLong(digits);
    }
}
