package dev.livelet.server;

import dev.livelet.session.SessionSettings;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;

/**
 * The settings of sessions by the names of the record's components, so that each of them can be set
 * without being listed here again.
 */
final class SessionDefaults {
    private SessionDefaults() {}

    static Object value(RecordComponent component) {
        try {
            return component.getAccessor().invoke(SessionSettings.DEFAULTS);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component.toString(), e);
        }
    }

    static SessionSettings with(Settings settings) {
        RecordComponent[] components = SessionSettings.class.getRecordComponents();
        Object[] values =
                Arrays.stream(components)
                        .map(
                                component ->
                                        Setting.named(Setting.kebab(component.getName()))
                                                .<Object>map(
                                                        setting ->
                                                                component.getType()
                                                                                == Duration.class
                                                                        ? settings.duration(setting)
                                                                        : settings.number(setting))
                                                .orElseGet(() -> value(component)))
                        .toArray();
        try {
            return SessionSettings.class
                    .getConstructor(
                            Arrays.stream(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("SessionSettings cannot be made from the settings", e);
        }
    }
}
