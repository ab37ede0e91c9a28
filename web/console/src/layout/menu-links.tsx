import { Menu, type MenuItemProps, NavLink, type NavLinkProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { forwardRef } from 'react';

import type { Html } from '../components/links.js';

/** Links in menus; apart from the others, since pages before the sign-in have no menu. */
export const MenuItemLink = createLink(
  forwardRef<HTMLAnchorElement, MenuItemProps & Html<MenuItemProps>>((props, ref) => (
    <Menu.Item component="a" ref={ref} {...props} />
  )),
);

export const NavigationLink = createLink(
  forwardRef<HTMLAnchorElement, NavLinkProps & Html<NavLinkProps>>((props, ref) => (
    <NavLink component="a" ref={ref} {...props} />
  )),
);
