package io.espalier.sandbox;

/**
 * Starts the sandbox of one CRM, from which people are read: it holds records instead of mails, so
 * {@link Sandbox#render} always refuses. Found by {@link java.util.ServiceLoader}.
 */
public interface CrmSandboxProvider extends SandboxProvider {}
