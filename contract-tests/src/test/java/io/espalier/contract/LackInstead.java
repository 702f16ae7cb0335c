package io.espalier.contract;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Where an ESP lacks what a rule is about, its clean refusal is asserted instead of the rule. */
final class LackInstead implements InvocationInterceptor {
  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> called,
      ExtensionContext context)
      throws Throwable {
    Contract contract = (Contract) context.getRequiredTestInstance();
    if (contract.refusesCleanly(called.getExecutable().getName())) {
      invocation.skip();
    } else {
      invocation.proceed();
    }
  }
}
