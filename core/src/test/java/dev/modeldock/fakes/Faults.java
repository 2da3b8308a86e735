package dev.modeldock.fakes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What goes wrong at one place of a fake. */
final class Faults {
    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    Fault on(String pattern) {
        Fault fault = new Fault(pattern);
        faults.add(fault);
        return fault;
    }

    void clear() {
        faults.forEach(Fault::off);
        faults.clear();
    }

    /** The faults that strike this request, each counted. */
    List<Fault> striking(Call call) {
        boolean head = call.method().equals("HEAD");
        return faults.stream()
                .filter(fault -> !(head && fault.ofBodies()))
                .filter(fault -> fault.matches(call.path(), call.file()))
                .filter(Fault::strikes)
                .toList();
    }
}
