import { Anchor, type AnchorProps, Button, type ButtonProps, Paper, type PaperProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { type AnchorHTMLAttributes, forwardRef } from 'react';

export type Html<Props> = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Props>;

/** Links of the console in the shapes that Mantine has; their addresses are checked against the routes. */
export const AnchorLink = createLink(
  forwardRef<HTMLAnchorElement, AnchorProps & Html<AnchorProps>>((props, ref) => (
    <Anchor ref={ref} {...props} />
  )),
);

export const ButtonLink = createLink(
  forwardRef<HTMLAnchorElement, ButtonProps & Html<ButtonProps>>((props, ref) => (
    <Button component="a" ref={ref} {...props} />
  )),
);

export const CardLink = createLink(
  forwardRef<HTMLAnchorElement, PaperProps & Html<PaperProps>>(({ style, ...props }, ref) => (
    <Paper
      component="a"
      ref={ref}
      withBorder
      radius="lg"
      p="lg"
      bg="var(--kyro-surface)"
      {...props}
      style={{ display: 'block', color: 'inherit', textDecoration: 'none', ...style }}
    />
  )),
);
