import type { UseFormReturnType } from '@mantine/form';

import type { Schemas } from '../../api/client.js';

export type WidgetValues = Schemas['WidgetConfigDto'];
export type WidgetForm = UseFormReturnType<WidgetValues>;
