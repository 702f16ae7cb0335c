package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Faults;
import io.espalier.sandbox.Reply;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.salesforcemc.ampscript.Disputed;
import java.util.List;

/** One business unit of the enterprise: what it holds, apart from all others, and its routes. */
final class BusinessUnit {
  final State state;
  final TokenRoute tokens;
  final ControlRoute control;
  final Renderer renderer;
  final SoapNouns nouns;
  private final MessageDispatch dispatch;
  private final Activities activities;
  private final RestRoutes rest;
  private final SoapRoute soap;
  private final AsyncRoute async;
  private final ContactRoute contacts;
  private final Notifications notifications;

  BusinessUnit(State state, SandboxOptions options) {
    this.state = state;
    state.switches = options.switches();
    Faults faults = options.faults();
    RowWriter writer = new RowWriter(state);
    ExtensionMaker maker = new ExtensionMaker(state);
    notifications = new Notifications(state, faults);
    Throttle throttle = new Throttle(state);
    tokens = new TokenRoute(state);
    async = new AsyncRoute(state, writer, faults);
    contacts = new ContactRoute(state);
    dispatch = new MessageDispatch(state, writer);
    activities = new Activities(state, writer, faults);
    rest =
        new RestRoutes(
            state, tokens, writer, maker, async, contacts, throttle, notifications, activities);
    nouns = new SoapNouns(state, writer, maker, activities);
    soap = new SoapRoute(state, tokens, nouns, throttle);
    renderer = new Renderer(state, new Disputed(options.switches()));
    control = new ControlRoute(state, renderer, throttle);
  }

  /** Does what time has brought. */
  void settle() {
    async.settle();
    contacts.settle();
    soap.settle();
    dispatch.settle();
    activities.settle();
    state.extensions().forEach(extension -> extension.expire(state.instant(), state.switches));
    List.copyOf(state.extensions()).stream()
        .filter(extension -> extension.isOver(state.instant(), state.switches))
        .forEach(state::remove);
  }

  Reply rest(Exchange exchange) {
    return rest.answer(exchange);
  }

  Reply soap(Exchange exchange) {
    return soap.answer(exchange);
  }

  /** Tells of what happened. */
  void tell() {
    notifications.tell();
  }

  void close() {
    notifications.close();
  }
}
