package dev.livelet.benchmarks.vaadin;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.WrappedSession;

import org.springframework.stereotype.Component;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions of all browsers, which end when the benchmark says so instead of after half an hour.
 */
@Component
class OpenSessions implements VaadinServiceInitListener {
    private static final long serialVersionUID = 1;
    private static final Set<VaadinSession> ALL = ConcurrentHashMap.newKeySet();

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.getSource().addSessionInitListener(started -> ALL.add(started.getSession()));
        event.getSource().addSessionDestroyListener(ended -> ALL.remove(ended.getSession()));
    }

    /** Returns how many there were. */
    static long end() {
        long count = 0;
        for (VaadinSession session : ALL) {
            count++;
            WrappedSession http;
            session.lock();
            try {
                http = session.getSession();
            } finally {
                session.unlock();
            }
            if (http != null) http.invalidate();
            ALL.remove(session);
        }
        return count;
    }
}
