import type { UseFormReturnType } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';

import { newId } from '../../../shared/new-id.js';
import { isProblem, problemOf } from '../api/problem.js';

/** Names one attempt at something that must not happen twice: for the header `Idempotency-Key`. */
export interface Once {
  header: { 'Idempotency-Key': string };
}

interface Submitting<Values, Answer> {
  send: (values: Values, once: Once) => Promise<Answer>;
  /** The button stays busy until what it returns is settled. */
  onDone?: (answer: Answer, sent: Values) => unknown;
}

/**
 * Sends a form: once, however often somebody presses; what is wrong with a field is shown beside it, and everything typed
 * stays. When it is not known whether the server carried out what it was sent, sending the same again does not do it twice.
 */
export function useSubmit<Values extends object, Answer>(
  form: UseFormReturnType<Values>,
  { send, onDone }: Submitting<Values, Answer>,
) {
  const busy = useRef(false);
  const attempt = useRef<{ of: string; key: string }>(undefined);
  const mutation = useMutation({
    mutationFn: (values: Values) => {
      const of = JSON.stringify(values);
      if (attempt.current?.of !== of) attempt.current = { of, key: newId() };
      return send(values, { header: { 'Idempotency-Key': attempt.current.key } });
    },
    onSuccess: (answer, sent) => {
      attempt.current = undefined;
      return onDone?.(answer, sent);
    },
    onError: (error) => {
      if (!problemOf(error).passing) attempt.current = undefined;
      if (isProblem(error)) form.setErrors(error.fields);
    },
    onSettled: () => {
      busy.current = false;
    },
  });
  const onSubmit = form.onSubmit((values) => {
    // The button knows a moment later.
    if (busy.current) return;
    busy.current = true;
    mutation.mutate(values);
  });
  return { ...mutation, onSubmit };
}
